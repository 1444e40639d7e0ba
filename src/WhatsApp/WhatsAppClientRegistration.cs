using System.Diagnostics;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Options;
using Mogambo.WhatsApp.Cloud;
using Mogambo.WhatsApp.Templates;

namespace Mogambo.WhatsApp;

/// <summary>Makes <see cref="IWhatsAppClient"/> and <see cref="ITemplateManagement"/> available.</summary>
public static class WhatsAppClientRegistration
{
    /// <summary>
    /// Registers the clients, each with a handler of its own: no proxy, redirects, cookies or handlers that the host adds to every client, because
    /// each of them can send a message twice or elsewhere. May live as long as the process; DNS is asked again every few minutes.
    /// </summary>
    public static IServiceCollection AddWhatsAppClients(this IServiceCollection services)
    {
        services.TryAddSingleton(TimeProvider.System);
        services.AddOptions<WhatsAppClientOptions>();
        services.AddInstanceClient<IWhatsAppClient, CloudApiClient>();
        services.AddInstanceClient<ITemplateManagement, TemplateManagement>();
        return services;
    }

    private static void AddInstanceClient<TClient, TImplementation>(this IServiceCollection services)
        where TClient : class
        where TImplementation : class, TClient =>
        services.AddHttpClient<TClient, TImplementation>(http => http.Timeout = Timeout.InfiniteTimeSpan)
            .SetHandlerLifetime(Timeout.InfiniteTimeSpan)
            .RemoveAllLoggers()
            .ConfigureAdditionalHttpMessageHandlers((handlers, _) => handlers.Clear())
            .ConfigurePrimaryHttpMessageHandler(provider =>
                Handler(provider.GetRequiredService<IOptions<WhatsAppClientOptions>>().Value));

    internal static SocketsHttpHandler Handler(WhatsAppClientOptions options) => new()
    {
        UseProxy = false,
        AllowAutoRedirect = false,
        UseCookies = false,
        ConnectTimeout = TimeSpan.FromSeconds(5),
        PooledConnectionLifetime = TimeSpan.FromMinutes(5),
        MaxConnectionsPerServer = options.MaxConnections,
        // An answer that nobody reads to its end costs its connection, not time.
        MaxResponseDrainSize = 0,
        // Our trace ids are nobody else's business.
        ActivityHeadersPropagator = DistributedContextPropagator.CreateNoOutputPropagator(),
    };
}
