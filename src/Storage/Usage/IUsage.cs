using Mogambo.Accounts;

namespace Mogambo.Storage.Usage;

/// <summary>What was sent and what it cost, added up from the messages.</summary>
public interface IUsage
{
    /// <summary>Messages made from <paramref name="from"/> on and before <paramref name="to"/>, by key and currency.</summary>
    /// <exception cref="StorageUnavailableException">The database cannot be reached.</exception>
    Task<IReadOnlyList<UsageRow>> SumAsync(
        AccountId account, DateTimeOffset from, DateTimeOffset to, UsageGroup group, CancellationToken cancellationToken = default);
}
