using System.Text.Json;
using Mogambo.Storage.DeadLetters;
using Mogambo.Storage.Events;
using Mogambo.Subscriptions;

namespace Mogambo.Storage.Subscriptions;

/// <summary>The dead letter of an event that a subscriber did not take in five days: which event, and whose. The event itself stays in the feed.</summary>
public static class EventLetter
{
    public const string Reason = "delivery-failed";

    public static NewDeadLetter Of(Subscription subscription, Delivery delivery, DateTimeOffset now)
    {
        var raw = JsonSerializer.SerializeToUtf8Bytes(
            new Dictionary<string, string>
            {
                ["subscription"] = subscription.Id.ToString(),
                ["event"] = delivery.Cursor.ToString(),
                ["type"] = delivery.Type,
            });
        return new()
        {
            Id = DeadLetterId.Of(subscription.Account, raw),
            Account = subscription.Account,
            Kind = DeadLetterKind.Event,
            Reason = Reason,
            Details = $"The receiver of {subscription.Id} did not take it in {delivery.Tries} tries. {delivery.LastError}",
            Raw = raw,
            At = now,
        };
    }

    /// <summary>Which event it is of, and which subscription.</summary>
    public static bool TryRead(byte[] raw, out SubscriptionId subscription, out EventCursor cursor)
    {
        subscription = default;
        cursor = default;
        try
        {
            var members = JsonSerializer.Deserialize<Dictionary<string, string>>(raw);
            return members is not null
                && SubscriptionId.TryParse(members.GetValueOrDefault("subscription"), null, out subscription)
                && EventCursor.TryParse(members.GetValueOrDefault("event"), null, out cursor);
        }
        catch (JsonException)
        {
            return false;
        }
    }
}
