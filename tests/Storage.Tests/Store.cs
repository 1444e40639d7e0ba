using Microsoft.Extensions.DependencyInjection;
using Mogambo.Messages;
using Mogambo.Storage.Clock;
using Mogambo.Storage.Conversations;
using Mogambo.Storage.DeadLetters;
using Mogambo.Storage.Events;
using Mogambo.Storage.Idempotency;
using Mogambo.Storage.Inbox;
using Mogambo.Storage.Messages;
using Mogambo.Storage.Numbers;
using Mogambo.Storage.OptIns;
using Mogambo.Storage.Subscriptions;
using Mogambo.Storage.Templates;
using Mogambo.Storage.WebhookEvents;

namespace Mogambo.Storage.Tests;

/// <summary>The store as one process has it.</summary>
public sealed class Store : IAsyncDisposable
{
    private readonly ServiceProvider _services;

    private Store(ServiceProvider services) => _services = services;

    public IConversationStore Conversations => _services.GetRequiredService<IConversationStore>();

    public IInbox Inbox => _services.GetRequiredService<IInbox>();

    public IDeadLetters DeadLetters => _services.GetRequiredService<IDeadLetters>();

    public IWebhookEvents WebhookEvents => _services.GetRequiredService<IWebhookEvents>();

    public INumberParks Parks => _services.GetRequiredService<INumberParks>();

    public IMessageQueries Messages => _services.GetRequiredService<IMessageQueries>();

    public IConversationQueries ConversationQueries => _services.GetRequiredService<IConversationQueries>();

    public ISubscriptions Subscriptions => _services.GetRequiredService<ISubscriptions>();

    public IDeliveries Deliveries => _services.GetRequiredService<IDeliveries>();

    public ITemplates Templates => _services.GetRequiredService<ITemplates>();

    public IOptIns OptIns => _services.GetRequiredService<IOptIns>();

    public IIdempotencyKeys IdempotencyKeys => _services.GetRequiredService<IIdempotencyKeys>();

    public IEvents Events => _services.GetRequiredService<IEvents>();

    public EventFeeds Feeds => _services.GetRequiredService<EventFeeds>();

    public StorageClock Clock => _services.GetRequiredService<StorageClock>();

    public StorageHealth Health => _services.GetRequiredService<StorageHealth>();

    internal StorageCleaning Cleaning => _services.GetRequiredService<StorageCleaning>();

    internal IDatabase Database => _services.GetRequiredService<IDatabase>();

    public static async Task<Store> OpenAsync(StorageOptions options, Action<IServiceCollection>? configure = null)
    {
        var services = new ServiceCollection().AddLogging().AddMogamboStorage(options);
        configure?.Invoke(services);
        var provider = services.BuildServiceProvider();
        try
        {
            await provider.GetRequiredService<StorageInitializer>().InitializeAsync();
            return new Store(provider);
        }
        catch
        {
            await provider.DisposeAsync();
            throw;
        }
    }

    /// <summary>The message as the HTTP interface shows it.</summary>
    public async Task<MessageView> ShowAsync(MessageId id) =>
        await Messages.FindAsync(Some.Account, id) ?? throw new InvalidOperationException($"There is no message {id}.");

    public ValueTask DisposeAsync() => _services.DisposeAsync();
}
