using Mogambo.Accounts;

namespace Mogambo.Storage.Idempotency;

/// <summary>
/// Keys that were used. Kept for 40 days: at least 7 days after their message is final, since a send may be scheduled 30 days ahead.
/// </summary>
public interface IIdempotencyKeys
{
    Task<IdempotencyKey?> FindAsync(AccountId account, string endpoint, string key, CancellationToken cancellationToken = default);
}
