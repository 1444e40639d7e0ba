using Mogambo.Storage.WebhookEvents;

namespace Mogambo.Storage.GroupCommit;

/// <summary>Webhook events to keep.</summary>
internal sealed class AddWebhookEventsRequest(IReadOnlyList<NewWebhookEvent> events) : BatchRequest<bool>
{
    public IReadOnlyList<NewWebhookEvent> Events { get; } = events;
}
