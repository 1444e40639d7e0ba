using Mogambo.Accounts;

namespace Mogambo.Storage.Idempotency;

/// <summary>Keys that were used. Kept for at least 7 days after their message is final.</summary>
public interface IIdempotencyKeys
{
    Task<IdempotencyKey?> FindAsync(AccountId account, string endpoint, string key, CancellationToken cancellationToken = default);
}
