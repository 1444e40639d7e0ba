using Mogambo.Accounts;
using Mogambo.Storage.Events;
using Mogambo.Subscriptions;

namespace Mogambo.Storage.Subscriptions;

/// <summary>Where events of an account go, and how far they came.</summary>
public sealed record Subscription
{
    /// <summary>Subscriptions that an account may make by API.</summary>
    public const int MaxPerAccount = 20;

    public required SubscriptionId Id { get; init; }

    public required AccountId Account { get; init; }

    public SubscriptionSource Source { get; init; }

    public required string Url { get; init; }

    public string? Description { get; init; }

    /// <summary>Types or patterns (<see cref="EventPatterns"/>).</summary>
    public required IReadOnlyList<string> Events { get; init; }

    /// <summary>The protected signing secret; null for a configured one, whose secret stands in the configuration.</summary>
    public byte[]? Secret { get; init; }

    /// <summary>The secret before the last rotation, which signs too until <see cref="PreviousSecretUntil"/>.</summary>
    public byte[]? PreviousSecret { get; init; }

    public DateTimeOffset? PreviousSecretUntil { get; init; }

    public SubscriptionStatus Status { get; init; }

    /// <summary>Why it does not deliver, a sentence.</summary>
    public string? Reason { get; init; }

    /// <summary>Since when no delivery was taken; null if the last round brought one through, or there was none to try.</summary>
    public DateTimeOffset? FailingSince { get; init; }

    /// <summary>Everything up to here was taken out of the feed: delivered, or it stands in the waiting list.</summary>
    public EventCursor Cursor { get; init; }

    public required DateTimeOffset CreatedAt { get; init; }
}

/// <summary>What of a subscription the API can change.</summary>
public sealed record SubscriptionChange(string Url, IReadOnlyList<string> Events, string? Description);

/// <summary>A subscription by its names.</summary>
public sealed record SubscriptionKey(AccountId Account, SubscriptionId Id, SubscriptionStatus Status);
