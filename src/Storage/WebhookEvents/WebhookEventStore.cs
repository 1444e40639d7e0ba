using Mogambo.Storage.GroupCommit;

namespace Mogambo.Storage.WebhookEvents;

/// <inheritdoc cref="IWebhookEvents"/>
internal sealed class WebhookEventStore(StorageQueues queues) : IWebhookEvents
{
    public async Task AddAsync(IReadOnlyList<NewWebhookEvent> events, CancellationToken cancellationToken = default)
    {
        if (events.Count > 0)
        {
            await queues.WriteAsync(new AddWebhookEventsRequest(events), cancellationToken);
        }
    }
}
