using Mogambo.Storage.Events;
using Mogambo.Subscriptions;

namespace Mogambo.Storage.Subscriptions;

/// <summary>What a round of deliveries came to, written in one transaction, so that the cursor never passes what is neither delivered nor waits.</summary>
public sealed record DeliveryCommit
{
    public required SubscriptionId Subscription { get; init; }

    /// <summary>Who took the subscription over; a commit of anyone before is refused.</summary>
    public required Guid Owner { get; init; }

    /// <summary>The cursor that the round began with. If it was moved meanwhile (a replay), it stays where it was moved to.</summary>
    public required EventCursor From { get; init; }

    public required EventCursor To { get; init; }

    /// <summary>Deliveries that were tried or changed: written over what is there.</summary>
    public required IReadOnlyList<Delivery> Tried { get; init; }

    /// <summary>Deliveries that wait untried: written unless they wait already.</summary>
    public required IReadOnlyList<Delivery> Waiting { get; init; }

    /// <summary>Subjects whose first waiting delivery is due at <see cref="At"/>, because those before it went.</summary>
    public required IReadOnlyList<string> Woken { get; init; }

    public required DateTimeOffset? FailingSince { get; init; }

    /// <summary>Set when the subscription stops.</summary>
    public SubscriptionStatus? Stopped { get; init; }

    public string? Reason { get; init; }

    public required DateTimeOffset At { get; init; }
}
