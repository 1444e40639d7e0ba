using Mogambo.Accounts;
using Mogambo.Storage.Events;
using Mogambo.Subscriptions;

namespace Mogambo.Storage.Subscriptions;

/// <summary>The subscriptions of accounts. Changes are to those made by API only; the others follow the configuration.</summary>
public interface ISubscriptions
{
    /// <summary>False if the account has <see cref="Subscription.MaxPerAccount"/> already.</summary>
    Task<bool> AddAsync(Subscription subscription, CancellationToken cancellationToken = default);

    Task<Subscription?> FindAsync(AccountId account, SubscriptionId id, CancellationToken cancellationToken = default);

    /// <summary>All of an account, oldest first.</summary>
    Task<IReadOnlyList<Subscription>> ListAsync(AccountId account, CancellationToken cancellationToken = default);

    /// <summary>Those of all accounts.</summary>
    Task<IReadOnlyList<SubscriptionKey>> AllAsync(CancellationToken cancellationToken = default);

    /// <summary>Whether there was one to change.</summary>
    Task<bool> ChangeAsync(AccountId account, SubscriptionId id, SubscriptionChange change, CancellationToken cancellationToken = default);

    /// <summary>Puts a new secret in place; the one before signs too until <paramref name="previousUntil"/>.</summary>
    Task<bool> RotateAsync(
        AccountId account, SubscriptionId id, byte[] secret, DateTimeOffset previousUntil, CancellationToken cancellationToken = default);

    /// <summary>Makes it active; what waits is due at <paramref name="now"/>, with all its tries before it. Of either source.</summary>
    Task<bool> ResumeAsync(AccountId account, SubscriptionId id, DateTimeOffset now, CancellationToken cancellationToken = default);

    /// <summary>Moves the cursor back, never forward: what stands after it is delivered again. Of either source.</summary>
    Task<bool> ReplayAsync(AccountId account, SubscriptionId id, EventCursor after, CancellationToken cancellationToken = default);

    /// <summary>Removes it with its deliveries.</summary>
    Task<bool> RemoveAsync(AccountId account, SubscriptionId id, CancellationToken cancellationToken = default);

    /// <summary>
    /// Makes the configured subscriptions those given: new ones are added as they are, known ones keep their place in the feed, others go.
    /// </summary>
    Task ConfigureAsync(IReadOnlyList<Subscription> configured, CancellationToken cancellationToken = default);
}
