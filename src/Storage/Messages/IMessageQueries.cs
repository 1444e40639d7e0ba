using Mogambo.Accounts;
using Mogambo.Messages;

namespace Mogambo.Storage.Messages;

/// <summary>Messages for those who look at them; reads the tables, never the conversations' grains.</summary>
public interface IMessageQueries
{
    /// <summary>The message, or null if the account has none with this id.</summary>
    /// <exception cref="StorageUnavailableException">The database cannot be reached.</exception>
    Task<MessageView?> FindAsync(AccountId account, MessageId id, CancellationToken cancellationToken = default);

    /// <summary>The messages of an account that a filter lets through, newest first.</summary>
    /// <exception cref="StorageUnavailableException">The database cannot be reached.</exception>
    Task<Page<MessageView>> ListAsync(
        AccountId account, MessageFilter filter, int limit, PageCursor? after = null, CancellationToken cancellationToken = default);
}
