using Mogambo.Accounts;

namespace Mogambo.Storage.WebhookEvents;

/// <summary>A change of a webhook that is no message and no status.</summary>
/// <param name="Field">WhatsApp's <c>changes[].field</c>.</param>
/// <param name="EntryTime">WhatsApp's <c>entry[].time</c>, if it came with one.</param>
/// <param name="Raw">The change, JSON bytes as they came.</param>
public sealed record NewWebhookEvent(AccountId Account, string Field, DateTimeOffset? EntryTime, byte[] Raw, DateTimeOffset ReceivedAt);
