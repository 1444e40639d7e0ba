using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Options;
using Mogambo.Accounts;
using Mogambo.Storage.Clock;
using Mogambo.Storage.Conversations;
using Mogambo.Storage.DeadLetters;
using Mogambo.Storage.Events;
using Mogambo.Storage.GroupCommit;
using Mogambo.Storage.Idempotency;
using Mogambo.Storage.Inbox;
using Mogambo.Storage.Messages;
using Mogambo.Storage.Numbers;
using Mogambo.Storage.OptIns;
using Mogambo.Storage.PostgreSql;
using Mogambo.Storage.Sqlite;
using Mogambo.Storage.Subscriptions;
using Mogambo.Storage.Templates;
using Mogambo.Storage.WebhookEvents;

namespace Mogambo.Storage;

/// <summary>Registers the stores.</summary>
public static class StorageServiceCollectionExtensions
{
    /// <summary>
    /// Adds the stores, their clock, and the hosted services that make the database ready and keep it so. Needs logging. Without a host,
    /// call <see cref="StorageInitializer.InitializeAsync"/> first; disposing the provider (asynchronously) answers what still waits.
    /// </summary>
    public static IServiceCollection AddMogamboStorage(this IServiceCollection services, StorageOptions options)
    {
        RowId.Register();
        services.AddSingleton(options);
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
        services.AddSingleton<StorageQueues>();
        services.AddSingleton<IConversationStore, ConversationStore>();
        services.AddSingleton<IInbox, InboxStore>();
        services.AddSingleton<IDeadLetters, DeadLetterStore>();
        services.AddSingleton<IWebhookEvents, WebhookEventStore>();
        services.AddSingleton<INumberParks, NumberParks>();
        services.AddSingleton<IMessageQueries, MessageQueries>();
        services.AddSingleton<IConversationQueries, ConversationQueries>();
        services.AddSingleton<ITemplates, TemplateStore>();
        services.AddSingleton<IOptIns, OptInStore>();
        services.AddSingleton<IIdempotencyKeys, IdempotencyKeyStore>();
        services.AddSingleton<IEvents, EventStore>();
        services.AddSingleton<StorageCleaning>();
        services.AddSingleton(provider => new StorageHealth(provider.GetRequiredService<IDatabase>()));
        services.AddSingleton(provider => new StorageInitializer(
            provider.GetRequiredService<IDatabase>(), provider.GetRequiredService<StorageClock>()));
        services.AddSingleton<IHostedService>(provider => provider.GetRequiredService<StorageInitializer>());
        services.AddHostedService<StorageUpkeep>();
        services.AddSubscriptions();
        return services;
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
