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
        services.AddSingleton<IWhatsAppClient>(provider =>
            new CloudApiClient(new HttpMessageInvoker(HandlerOf(provider)), provider.GetRequiredService<TimeProvider>()));
        services.AddHttpClient<ITemplateManagement, TemplateManagement>(http => http.Timeout = Timeout.InfiniteTimeSpan)
            .SetHandlerLifetime(Timeout.InfiniteTimeSpan)
            .RemoveAllLoggers()
            .ConfigureAdditionalHttpMessageHandlers((handlers, _) => handlers.Clear())
            .ConfigurePrimaryHttpMessageHandler(HandlerOf);
        return services;
    }

    private static SocketsHttpHandler HandlerOf(IServiceProvider provider) => Handler(provider.GetRequiredService<IOptions<WhatsAppClientOptions>>().Value);

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
        // Our trace ids are nobody else's business, and its spans are not ours.
        ActivityHeadersPropagator = null,
    };
}
