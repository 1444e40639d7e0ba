using Mogambo.Accounts;
using Mogambo.Conversations;

namespace Mogambo.Storage.Conversations;

/// <summary>Conversations for those who look at them; reads the tables, never the grains.</summary>
public interface IConversationQueries
{
    /// <summary>The conversation, or null if the account has none with this user.</summary>
    /// <exception cref="StorageUnavailableException">The database cannot be reached.</exception>
    Task<ConversationView?> FindAsync(AccountId account, ConversationId id, CancellationToken cancellationToken = default);

    /// <summary>The conversations of an account, the one with the newest message first.</summary>
    /// <exception cref="StorageUnavailableException">The database cannot be reached.</exception>
    Task<Page<ConversationView>> ListAsync(
        AccountId account, int limit, PageCursor? after = null, CancellationToken cancellationToken = default);
}
