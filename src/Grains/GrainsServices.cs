using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Mogambo.Bots;
using Mogambo.Conversations;
using Mogambo.Numbers;
using Mogambo.Outbound;
using Mogambo.Sending;
using Mogambo.Storage.Conversations;
using Mogambo.Subscriptions;
using Mogambo.Templates;

namespace Mogambo;

/// <summary>What the grains need beside the silo, the stores and the clients.</summary>
public static class GrainsServices
{
    /// <summary>Registers the grains' own services; call it after the silo's, so that they stop before it.</summary>
    public static IServiceCollection AddMogamboGrains(this IServiceCollection services)
    {
        services.AddSingleton<ProcessLifetime>();
        services.AddSingleton<TurnGate>();
        services.AddSingleton<GrainMetrics>();
        services.AddSingleton<InlineBots>();
        services.AddMogamboOutbound();
        services.AddGuardedClient<IHttpBot, HttpBot>();
        services.AddGuardedClient<IEventPoster, EventPoster>();
        services.AddSingleton<BotCalls>();
        services.AddSingleton<TemplateCalls>();
        services.AddSingleton<INumberThroughput>(provider => new NumberThroughput(
            provider.GetRequiredService<IGrainFactory>(),
            provider.GetRequiredService<ProcessLifetime>(),
            provider.GetRequiredService<TurnGate>(),
            provider.GetRequiredService<TimeProvider>()));
        services.AddSingleton(provider => new NumberRecovery(
            (number, now, within) => provider.GetRequiredService<IConversationStore>().BringForwardAsync(number, now, within),
            provider.GetRequiredService<TimeProvider>(),
            provider.GetRequiredService<ILogger<NumberRecovery>>()));
        services.AddSingleton<Sender>();
        services.AddHostedService(provider => provider.GetRequiredService<Sender>());
        services.AddHostedService(provider => provider.GetRequiredService<BotCalls>());
        services.AddHostedService<ParkedNumbers>();
        services.AddHostedService<DueConversations>();
        services.AddSingleton<SubscriptionDelivery>();
        services.AddHostedService<SubscriptionKeeper>();
        return services;
    }

    private static void AddGuardedClient<TClient, TImplementation>(this IServiceCollection services)
        where TClient : class
        where TImplementation : class, TClient => services
        .AddHttpClient<TClient, TImplementation>(http => http.Timeout = Timeout.InfiniteTimeSpan)
        .ConfigurePrimaryHttpMessageHandler(provider => provider.GetRequiredService<GuardedConnection>().CreateHandler())
        .RemoveAllLoggers()
        .SetHandlerLifetime(Timeout.InfiniteTimeSpan);
}
