using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.AspNetCore.Server.Kestrel.Transport.Sockets;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Mogambo.Accounts;
using Mogambo.Gateway.Authentication;
using Mogambo.Gateway.Contacts;
using Mogambo.Gateway.DeadLetters;
using Mogambo.Gateway.Events;
using Mogambo.Gateway.Health;
using Mogambo.Gateway.Inbox;
using Mogambo.Gateway.Media;
using Mogambo.Gateway.Messages.Send;
using Mogambo.Gateway.Numbers;
using Mogambo.Gateway.OptIns.Import;
using Mogambo.Gateway.Reference;
using Mogambo.Gateway.Subscriptions;
using Mogambo.Gateway.Templates;
using Mogambo.Gateway.Webhooks;
using Mogambo.Outbound;
using Mogambo.Storage.Clock;
using Mogambo.WhatsApp.Pricing;

namespace Mogambo.Gateway;

/// <summary>Adds the gateway to a web host.</summary>
public static class GatewayServices
{
    /// <summary>
    /// Adds everything between HTTP and the conversations. The host brings the rest: <c>AddMogamboStorage</c> and Orleans, as a silo or a client; and it calls
    /// <see cref="GatewayEndpoints.MapMogamboGateway"/>.
    /// </summary>
    public static IServiceCollection AddMogamboGateway(this IServiceCollection services, IConfiguration configuration)
    {
        services.AddMogamboAccounts(configuration);
        services.AddOptions<GatewayOptions>().Bind(configuration.GetSection(GatewayOptions.Section)).ValidateOnStart();
        services.TryAddEnumerable(ServiceDescriptor.Singleton<IValidateOptions<GatewayOptions>, GatewayOptionsValidator>());
        services.TryAddSingleton(provider => provider.GetService<StorageClock>() ?? TimeProvider.System);
        services.AddRateCard(configuration);
        services.AddApiKeys();
        services.AddApiReference();
        services.AddSingleton<GatewayMetrics>();
        services.AddTransient<IStartupFilter, GatewayPipeline>();
        services.Configure<KestrelServerOptions>(ConfigureKestrel);
        // Nothing here blocks its thread, so a request need not be handed to another one as it is read and as it is answered: a twelfth of a turn (docs/performance.md).
        services.Configure<SocketTransportOptions>(sockets => sockets.UnsafePreferInlineScheduling = true);
        // It writes every address to the log, and addresses hold users' numbers and On-Premises tokens. Not even warnings: who may write one gives every request an Activity first.
        services.AddLogging(logging => logging.AddFilter("Microsoft.AspNetCore.Hosting.Diagnostics", LogLevel.None));
        services.AddWebhooks();
        services.AddInbox();
        services.AddTemplates();
        services.AddContacts();
        services.AddSending();
        services.AddSingleton<DeadLetterReplay>();
        services.AddMedia();
        services.AddSingleton<EventReplay>();
        services.AddMogamboOutbound();
        services.AddSingleton<SubscriptionNews>();
        services.AddSingleton<EventStreams>();
        services.AddSingleton<IReadinessCheck, DatabaseCheck>();
        return services;
    }

    private static void AddWebhooks(this IServiceCollection services)
    {
        services.AddSingleton<AppSecrets>();
        services.AddSingleton<Handshake>();
        services.AddSingleton<IntakeBound>();
        services.AddSingleton<WebhookReceiver>();
        services.AddSingleton<WebhookIntake>();
        services.AddSingleton<StatusIntake>();
        services.AddSingleton<TemplateIntake>();
        services.AddSingleton<NumberIntake>();
    }

    private static void AddMedia(this IServiceCollection services)
    {
        services.AddHttpForwarder();
        services.AddSingleton<InstanceConnection>();
        services.AddSingleton<MediaForwarder>();
        // It writes the addresses it forwards to.
        services.AddLogging(logging => logging.AddFilter("Yarp.ReverseProxy.Forwarder", LogLevel.Warning));
    }

    private static void AddContacts(this IServiceCollection services)
    {
        services.AddSingleton<UserAliases>();
        services.AddHostedService<ContactLearning>();
        services.AddSingleton<IUserLookup, UserLookupByNumber>();
        services.AddSingleton<ContactReader>();
        services.AddSingleton<OptInImport>();
    }

    private static void AddSending(this IServiceCollection services)
    {
        services.AddSingleton<StoredTemplates>();
        services.AddSingleton<TemplateFilling>();
        services.AddSingleton<RepeatedSend>();
        services.AddSingleton<SendRefusals>();
        services.AddSingleton<ConversationCall>();
        services.AddSingleton<MessageSending>();
    }

    private static void AddInbox(this IServiceCollection services)
    {
        services.AddSingleton<InboxState>();
        services.AddSingleton<ConversationDelivery>();
        services.AddSingleton<InboxRowDelivery>();
        services.AddHostedService<InboxDispatcher>();
    }

    private static void ConfigureKestrel(KestrelServerOptions kestrel)
    {
        kestrel.AddServerHeader = false;
        kestrel.Limits.RequestHeadersTimeout = TimeSpan.FromSeconds(10);
    }
}
