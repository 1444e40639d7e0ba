namespace Mogambo.Storage.Inbox;

/// <summary>
/// Where acknowledged changes wait that their conversation could not take at once. A process claims the rows it adds; when the claim runs
/// out, any process takes them over.
/// </summary>
public interface IInbox
{
    /// <summary>Adds changes, claimed by <paramref name="owner"/> until <paramref name="claimedUntil"/>; returns when they are on disk.</summary>
    /// <exception cref="StorageUnavailableException">The database cannot be reached, or it is unknown whether the commit took place.</exception>
    Task AddAsync(
        IReadOnlyList<NewInboxChange> changes, Guid owner, DateTimeOffset claimedUntil, CancellationToken cancellationToken = default);

    /// <summary>
    /// Claims rows that are due, oldest first: the owner's own whose time has come, and those of others whose claim has run out. Counts a
    /// try before it is made, so that a row that kills its process is not tried for ever. Rows another process is taking are skipped.
    /// </summary>
    Task<IReadOnlyList<InboxChange>> TakeAsync(
        Guid owner, DateTimeOffset now, DateTimeOffset claimedUntil, int limit, CancellationToken cancellationToken = default);

    /// <summary>Puts a row off: its owner tries again at <paramref name="at"/>.</summary>
    Task PutOffAsync(long id, DateTimeOffset at, CancellationToken cancellationToken = default);

    /// <summary>Puts a row off that was taken and not tried, because an earlier one of its conversation waits: the try does not count.</summary>
    Task GiveBackAsync(long id, DateTimeOffset at, CancellationToken cancellationToken = default);

    /// <summary>Frees all rows of an owner that ends: whoever looks first takes them over.</summary>
    Task ReleaseAsync(Guid owner, DateTimeOffset now, CancellationToken cancellationToken = default);

    /// <summary>Removes rows that took effect.</summary>
    Task RemoveAsync(IReadOnlyList<long> ids, CancellationToken cancellationToken = default);

    /// <summary>How many rows wait.</summary>
    Task<long> CountAsync(CancellationToken cancellationToken = default);
}
