using System.Collections.Concurrent;
using Mogambo.Accounts;

namespace Mogambo.Storage.Events;

/// <summary>
/// The accounts whose events are kept: those with a subscription, or with <c>EventFeed</c> on. Asked by every commit, so it is memory;
/// whoever knows of subscriptions keeps it right.
/// </summary>
public sealed class EventFeeds
{
    private readonly ConcurrentDictionary<AccountId, bool> _kept = [];

    /// <summary>Whether no account's events are kept.</summary>
    internal bool IsEmpty => _kept.IsEmpty;

    public bool IsKept(AccountId account) => _kept.ContainsKey(account);

    public void Keep(AccountId account) => _kept[account] = true;

    public void Drop(AccountId account) => _kept.TryRemove(account, out _);
}
