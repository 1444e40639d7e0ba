using Mogambo.Accounts;

namespace Mogambo.Storage.DeadLetters;

/// <summary>The dead letters. Adding goes through the group commit.</summary>
public interface IDeadLetters
{
    /// <summary>Returns when they are on disk. One that is there already is left as it is.</summary>
    /// <exception cref="StorageUnavailableException">The database cannot be reached, or it is unknown whether the commit took place.</exception>
    Task AddAsync(IReadOnlyList<NewDeadLetter> letters, CancellationToken cancellationToken = default);

    /// <summary>The letters of an account, newest first, after the one given.</summary>
    Task<IReadOnlyList<NewDeadLetter>> ListAsync(
        AccountId account, int limit, DeadLetterId? after = null, CancellationToken cancellationToken = default);

    Task<NewDeadLetter?> FindAsync(AccountId account, DeadLetterId id, CancellationToken cancellationToken = default);

    /// <summary>Whether there was one to remove.</summary>
    Task<bool> RemoveAsync(AccountId account, DeadLetterId id, CancellationToken cancellationToken = default);
}
