using Mogambo.Accounts;
using Mogambo.Conversations;

namespace Mogambo.Storage.Contacts;

/// <summary>
/// What WhatsApp told about users beyond their canonical number. Read through a cache of this process; what another process learns is seen
/// here within a minute.
/// </summary>
public interface IContacts
{
    /// <summary>What is kept of a user who is known by number; null if nothing is.</summary>
    /// <exception cref="StorageUnavailableException">The database cannot be reached.</exception>
    ValueTask<StoredContact?> FindAsync(AccountId account, UserId user, CancellationToken cancellationToken = default);

    /// <summary>The number of a user who is known by business-scoped id; null if WhatsApp never told it.</summary>
    /// <exception cref="StorageUnavailableException">The database cannot be reached.</exception>
    ValueTask<UserId?> FindNumberAsync(AccountId account, UserId businessScoped, CancellationToken cancellationToken = default);

    /// <summary>
    /// Keeps what is new; facts of one user may come in any order. Returns those that paired a number with a business-scoped id for the
    /// first time.
    /// </summary>
    /// <exception cref="StorageUnavailableException">The database cannot be reached, or it is unknown whether the commit took place.</exception>
    Task<IReadOnlyList<ContactFact>> LearnAsync(IReadOnlyList<ContactFact> facts, CancellationToken cancellationToken = default);

    /// <summary>This process remembers nothing of the user any more; others do for a minute.</summary>
    void Forget(AccountId account, UserId user);
}
