using Mogambo.Accounts;

namespace Mogambo.Storage.ApiKeys;

/// <summary>The keys that were made by API. A change is told to every process (<see cref="Changes.Revisions.ApiKeys"/>).</summary>
public interface IApiKeys
{
    Task AddAsync(StoredApiKey key, CancellationToken cancellationToken = default);

    /// <summary>Revokes a key of this account. Returns whether there was one.</summary>
    Task<bool> RemoveAsync(AccountId account, ApiKeyId id, CancellationToken cancellationToken = default);

    /// <summary>All keys of all accounts, for authentication.</summary>
    Task<IReadOnlyList<StoredApiKey>> ListAsync(CancellationToken cancellationToken = default);

    /// <summary>The keys of an account, newest first.</summary>
    Task<IReadOnlyList<StoredApiKey>> ListAsync(AccountId account, CancellationToken cancellationToken = default);
}
