using Mogambo.Accounts;
using Mogambo.Conversations;
using Mogambo.OptIns;

namespace Mogambo.Storage.OptIns;

/// <summary>The append-only ledger of opt-ins and what follows from it. Recording goes through the group commit.</summary>
public interface IOptIns
{
    /// <summary>
    /// Appends to the ledger and returns, for each entry in order, where the user then stands and whether the entry changed it. An entry
    /// that repeats one of the ledger (same user, number, action, time, source) is not appended again. All or nothing.
    /// </summary>
    /// <exception cref="StorageUnavailableException">The database cannot be reached, or it is unknown whether the commit took place.</exception>
    Task<IReadOnlyList<OptInResult>> RecordAsync(IReadOnlyList<NewOptIn> entries, CancellationToken cancellationToken = default);

    /// <summary>Where a user stands; <see cref="OptInState.None"/> if nothing was ever recorded.</summary>
    Task<OptInState> FindAsync(AccountId account, UserId user, CancellationToken cancellationToken = default);

    /// <summary>The ledger of a user, oldest first.</summary>
    Task<Page<OptInEntry>> HistoryAsync(
        AccountId account, UserId user, int limit, PageCursor? after = null, CancellationToken cancellationToken = default);
}

/// <summary>What an entry did.</summary>
public sealed record OptInResult(OptInState State, bool Changed);

/// <summary>An entry of the ledger as it is read back.</summary>
public sealed record OptInEntry(OptInAction Action, PhoneNumberId? Number, DateTimeOffset At, string Source, string? Evidence, string By, DateTimeOffset RecordedAt);
