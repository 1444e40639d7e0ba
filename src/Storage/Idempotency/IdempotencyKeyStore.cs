using Mogambo.Accounts;
using Mogambo.Storage.GroupCommit;

namespace Mogambo.Storage.Idempotency;

/// <inheritdoc cref="IIdempotencyKeys"/>
internal sealed class IdempotencyKeyStore(StorageQueues queues) : IIdempotencyKeys
{
    public Task<IdempotencyKey?> FindAsync(AccountId account, string endpoint, string key, CancellationToken cancellationToken = default) =>
        queues.ReadAsync(new FindKeyRequest(new(account.Value, CleanText.Of(endpoint), CleanText.Of(key))), cancellationToken);
}
