using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using Mogambo.Accounts;
using Mogambo.Storage.ApiKeys;
using Mogambo.Storage.Changes;
using Mogambo.Storage.Clock;
using Mogambo.Storage.Contacts;
using Mogambo.Storage.Conversations;
using Mogambo.Storage.DeadLetters;
using Mogambo.Storage.Erasure;
using Mogambo.Storage.Events;
using Mogambo.Storage.GrainState;
using Mogambo.Storage.GroupCommit;
using Mogambo.Storage.Idempotency;
using Mogambo.Storage.Inbox;
using Mogambo.Storage.Messages;
using Mogambo.Storage.Numbers;
using Mogambo.Storage.OptIns;
using Mogambo.Storage.PostgreSql;
using Mogambo.Storage.Restoring;
using Mogambo.Storage.Secrets;
using Mogambo.Storage.Sqlite;
using Mogambo.Storage.Subscriptions;
using Mogambo.Storage.Telemetry;
using Mogambo.Storage.Templates;
using Mogambo.Storage.Turns;
using Mogambo.Storage.Usage;
using Mogambo.Storage.WebhookEvents;

namespace Mogambo.Storage;

/// <summary>Registers the stores.</summary>
public static class StorageServiceCollectionExtensions
{
    /// <summary>
    /// Adds the stores, their clock, and the hosted services that make the database ready and keep it so. Needs logging. Without a host,
    /// call <see cref="StorageInitializer.InitializeAsync"/> first; disposing the provider (asynchronously) answers what still waits.
    /// </summary>
    /// <param name="secrets">Where the key is that seals stored secrets. Null: in its default place.</param>
    public static IServiceCollection AddMogamboStorage(this IServiceCollection services, StorageOptions options, SecretOptions? secrets = null)
    {
        RowId.Register();
        services.AddSingleton(options);
        services.AddSingleton(secrets ?? new());
        services.AddSingleton<SecretBox>();
        services.AddSingleton<ISecretProtector, SealedSecrets>();
        services.AddSingleton<StorageClock>();
        services.AddSingleton<EventFeeds>();
        services.AddSingleton<IDatabase>(provider => options.Provider switch
        {
            StorageProvider.Sqlite => new SqliteDatabase(
                options, provider.GetRequiredService<EventFeeds>(), provider.GetRequiredService<StorageClock>()),
            StorageProvider.PostgreSql => new PostgreSqlDatabase(
                options, provider.GetRequiredService<EventFeeds>(), provider.GetRequiredService<StorageClock>()),
            _ => throw new StorageStartupException("Storage:Provider is Sqlite or PostgreSql."),
        });
        services.AddSingleton<StorageMetrics>();
        services.AddSingleton<BacklogReader>();
        services.AddSingleton<BacklogSampler>();
        services.AddSingleton<StorageQueues>();
        services.AddSingleton<IConversationStore, ConversationStore>();
        services.AddSingleton<IInbox, InboxStore>();
        services.AddSingleton<IDeadLetters, DeadLetterStore>();
        services.AddSingleton<IWebhookEvents, WebhookEventStore>();
        services.AddSingleton<INumberParks, NumberParks>();
        services.AddSingleton<ErasedUsers>();
        services.AddSingleton<IErasure, ErasureStore>();
        services.AddSingleton<IContacts, ContactStore>();
        services.AddSingleton<IMessageQueries, MessageQueries>();
        services.AddSingleton<IConversationQueries, ConversationQueries>();
        services.AddSingleton<IUsage, UsageQueries>();
        services.AddSingleton<ITemplates, TemplateStore>();
        services.AddSingleton<IOptIns, OptInStore>();
        services.AddSingleton<IIdempotencyKeys, IdempotencyKeyStore>();
        services.AddSingleton<IEvents, EventStore>();
        services.AddSingleton<IWorkTurns, WorkTurns>();
        services.AddSingleton<StorageCleaning>();
        services.AddSingleton<AlarmMending>();
        services.AddSingleton<RestorePoint>();
        services.AddSingleton<RestoreMode>();
        services.AddSingleton(_ => new GrainStateDatabase(options));
        services.AddSingleton(provider => new StorageHealth(provider.GetRequiredService<IDatabase>()));
        services.AddSingleton(provider => new StorageInitializer(
            provider.GetRequiredService<IDatabase>(),
            options,
            provider.GetRequiredService<StorageClock>(),
            provider.GetRequiredService<RestoreMode>(),
            provider.GetRequiredService<ILogger<StorageInitializer>>()));
        services.AddSingleton<IHostedService>(provider => provider.GetRequiredService<StorageInitializer>());
        services.AddHostedService<StorageUpkeep>();
        services.AddHostedService(provider => provider.GetRequiredService<BacklogSampler>());
        services.AddKeysAndTokens();
        services.AddSubscriptions();
        return services;
    }

    /// <summary>What changes while processes run. Needs the <see cref="AccountDirectory"/>.</summary>
    private static void AddKeysAndTokens(this IServiceCollection services)
    {
        services.AddSingleton<IApiKeys, ApiKeyStore>();
        services.AddSingleton<INumberHealth, NumberHealthStore>();
        services.AddSingleton<INumberLeases, NumberLeases>();
        services.AddSingleton<NumberTokenStore>();
        services.AddSingleton<NumberTokens>();
        services.AddSingleton<INumberTokens>(provider => provider.GetRequiredService<NumberTokens>());
        services.AddSingleton<IFollowsChanges>(provider => provider.GetRequiredService<NumberTokens>());
        services.AddSingleton<ChangeWatch>();
        services.AddHostedService(provider => provider.GetRequiredService<ChangeWatch>());
    }

    private static void AddSubscriptions(this IServiceCollection services)
    {
        services.AddSingleton<ISubscriptions, SubscriptionStore>();
        services.AddSingleton<IDeliveries, DeliveryStore>();
        services.AddSingleton<ConfiguredSubscriptions>();
        services.AddSingleton<SubscriptionSecrets>();
        services.TryAddEnumerable(ServiceDescriptor.Singleton<IValidateOptions<MogamboOptions>, SubscriptionOptionsValidator>());
        services.AddSingleton<EventFeedUpkeep>();
        services.AddHostedService(provider => provider.GetRequiredService<EventFeedUpkeep>());
    }
}
