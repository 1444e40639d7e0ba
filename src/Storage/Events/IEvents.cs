using Mogambo.Accounts;

namespace Mogambo.Storage.Events;

/// <summary>What businesses may want to know, in the order in which it came about. Kept for accounts whose feed is on.</summary>
public interface IEvents
{
    /// <summary>
    /// The events of an account after a place in the feed, oldest first; those of one conversation are in their order, and none that
    /// commits later stands before one that was returned.
    /// </summary>
    Task<IReadOnlyList<StoredEvent>> ReadAsync(
        AccountId account, EventCursor after, int limit, CancellationToken cancellationToken = default);

    /// <summary>Events by their places; those that are gone are left out.</summary>
    Task<IReadOnlyList<StoredEvent>> GetAsync(
        AccountId account, IReadOnlyList<EventCursor> cursors, CancellationToken cancellationToken = default);

    /// <summary>The end of the feed: what comes from now on is after it.</summary>
    Task<EventCursor> EndAsync(AccountId account, CancellationToken cancellationToken = default);

    /// <summary>The place after which everything since a time stands.</summary>
    Task<EventCursor> FindAsync(AccountId account, DateTimeOffset since, CancellationToken cancellationToken = default);

    /// <summary>Writes events that come with no other commit.</summary>
    Task AddAsync(IReadOnlyList<NewEvent> events, CancellationToken cancellationToken = default);
}
