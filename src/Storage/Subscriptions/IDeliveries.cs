using Mogambo.Accounts;
using Mogambo.Storage.Events;
using Mogambo.Subscriptions;

namespace Mogambo.Storage.Subscriptions;

/// <summary>The deliveries of subscriptions, and what their one deliverer reads and writes.</summary>
public interface IDeliveries
{
    /// <summary>From now on only this owner's commits are taken.</summary>
    /// <returns>Whether there is such a subscription.</returns>
    Task<bool> TakeOverAsync(SubscriptionId subscription, Guid owner, CancellationToken cancellationToken = default);

    /// <summary>
    /// The subscription as it stands, with the waiting deliveries of the subjects that are due, in order: of at most
    /// <paramref name="maxSubjects"/> subjects, and at most <paramref name="maxEach"/> of each. Null if it is gone.
    /// </summary>
    Task<DueDeliveries?> ReadDueAsync(
        SubscriptionId subscription, DateTimeOffset now, int maxSubjects, int maxEach, CancellationToken cancellationToken = default);

    /// <summary>Those of the subjects that have waiting deliveries.</summary>
    Task<IReadOnlySet<string>> FindWaitingAsync(
        SubscriptionId subscription, IReadOnlyCollection<string> subjects, CancellationToken cancellationToken = default);

    /// <summary>How many wait, counted up to <paramref name="max"/>.</summary>
    Task<int> CountWaitingAsync(SubscriptionId subscription, int max, CancellationToken cancellationToken = default);

    /// <summary>False if somebody else took the subscription over, or it is gone; then nothing was written.</summary>
    Task<bool> CommitAsync(DeliveryCommit commit, CancellationToken cancellationToken = default);

    /// <summary>Newest event first, those before the one given.</summary>
    Task<IReadOnlyList<Delivery>> ListAsync(
        SubscriptionId subscription, int limit, EventCursor? before = null, CancellationToken cancellationToken = default);

    /// <summary>Has an event delivered once more. False if the account has no such subscription.</summary>
    Task<bool> RedeliverAsync(
        AccountId account, SubscriptionId subscription, StoredEvent @event, DateTimeOffset now, CancellationToken cancellationToken = default);

    /// <summary>Forgets deliveries that ended, but for the newest.</summary>
    Task ForgetAsync(SubscriptionId subscription, int keep, CancellationToken cancellationToken = default);
}

/// <summary>A subscription and what of it is due.</summary>
public sealed record DueDeliveries(Subscription Subscription, IReadOnlyList<Delivery> Deliveries);
