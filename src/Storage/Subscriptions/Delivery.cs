using Mogambo.Storage.Events;

namespace Mogambo.Storage.Subscriptions;

/// <summary>The delivery of one event to one subscription: waiting ones, and for a while those that ended.</summary>
/// <param name="Cursor">The event.</param>
/// <param name="Subject">What it is about: events of one subject wait for each other.</param>
/// <param name="Type">The event's type.</param>
public sealed record Delivery(EventCursor Cursor, string Subject, string Type)
{
    public DeliveryState State { get; init; }

    /// <summary>Tries so far.</summary>
    public int Tries { get; init; }

    /// <summary>When it failed first; the days of its schedule run from here.</summary>
    public DateTimeOffset? FirstFailedAt { get; init; }

    public DateTimeOffset? LastTriedAt { get; init; }

    /// <summary>When it is tried next. Null where it ended, or waits for an earlier event of its subject.</summary>
    public DateTimeOffset? NextAt { get; init; }

    /// <summary>What the receiver answered last.</summary>
    public int? LastStatus { get; init; }

    /// <summary>Why the last try failed, a sentence.</summary>
    public string? LastError { get; init; }
}
