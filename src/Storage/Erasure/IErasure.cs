using Mogambo.Accounts;
using Mogambo.Conversations;

namespace Mogambo.Storage.Erasure;

/// <summary>
/// Removes what is kept of a person. Rows of messages stay under a keyed hash, without content, so that repeats and statuses still find
/// them; so do withdrawals of opt-ins. Erasing twice changes nothing.
/// </summary>
public interface IErasure
{
    /// <summary>The names under which the account knows the person: the given one first.</summary>
    /// <exception cref="StorageUnavailableException">The database cannot be reached.</exception>
    Task<IReadOnlyList<UserId>> NamesAsync(AccountId account, UserId user, CancellationToken cancellationToken = default);

    /// <summary>
    /// Erases a conversation in one transaction: state, context, what waits for it, its letters, and what its messages say. For its grain
    /// alone, in its turn.
    /// </summary>
    /// <param name="version">What the grain knows it by; 0: it has no row.</param>
    /// <returns>False, and nothing is written, if the stored version is another.</returns>
    /// <exception cref="StorageUnavailableException">As for <see cref="NamesAsync"/>, or it is unknown whether the commit took place.</exception>
    /// <exception cref="Secrets.SecretUnreadableException">There is no master key, and none can be made.</exception>
    Task<bool> EraseConversationAsync(AccountId account, ConversationId id, long version, CancellationToken cancellationToken = default);

    /// <summary>Erases what belongs to no conversation: contact, opt-ins and their ledger, events and their deliveries, changes kept raw.</summary>
    /// <exception cref="StorageUnavailableException">As for <see cref="EraseConversationAsync"/>.</exception>
    Task EraseUserAsync(PersonToErase person, CancellationToken cancellationToken = default);
}

/// <summary>Whose data goes, and where they may lie.</summary>
/// <param name="Numbers">All numbers of the account.</param>
/// <param name="Portfolios">The portfolios that count the account's users.</param>
public sealed record PersonToErase(AccountId Account, UserId User, IReadOnlyList<PhoneNumberId> Numbers, IReadOnlyList<string> Portfolios);
