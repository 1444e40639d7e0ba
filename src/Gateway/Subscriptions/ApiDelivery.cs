using Mogambo.Storage.Subscriptions;

namespace Mogambo.Gateway.Subscriptions;

/// <summary>The delivery of an event as the API shows it.</summary>
/// <param name="Event">The event's id, which is its <c>webhook-id</c>.</param>
/// <param name="State"><c>waiting</c>, <c>delivered</c> or <c>dead</c> (see the dead letters).</param>
/// <param name="NextAt">Null where it ended, or waits for an earlier event of its conversation.</param>
internal sealed record ApiDelivery(
    string Event,
    string Type,
    string State,
    int Tries,
    DateTimeOffset? LastTriedAt,
    int? LastStatusCode,
    string? LastError,
    DateTimeOffset? NextAt)
{
    public static ApiDelivery Of(Delivery delivery) => new(
        $"evt_{delivery.Cursor}",
        delivery.Type,
        delivery.State switch
        {
            DeliveryState.Waiting => "waiting",
            DeliveryState.Delivered => "delivered",
            DeliveryState.Dead => "dead",
            var state => throw new InvalidOperationException($"There is no word for {state}."),
        },
        delivery.Tries,
        delivery.LastTriedAt,
        delivery.LastStatus,
        delivery.LastError,
        delivery.NextAt);
}

/// <summary>What came back from a test.</summary>
internal sealed record ApiTest(bool Delivered, int? StatusCode, string? Error, long DurationMs);
