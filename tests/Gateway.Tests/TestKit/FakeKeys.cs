using System.Collections.Concurrent;
using Mogambo.Accounts;
using Mogambo.Storage.Idempotency;

namespace Mogambo.Gateway.Tests.TestKit;

/// <summary>Used keys, as a commit would have left them.</summary>
public sealed class FakeKeys : IIdempotencyKeys
{
    public ConcurrentBag<IdempotencyKey> Used { get; } = [];

    public Task<IdempotencyKey?> FindAsync(AccountId account, string endpoint, string key, CancellationToken cancellationToken = default) =>
        Task.FromResult(Used.FirstOrDefault(used => used.Account == account && used.Endpoint == endpoint && used.Key == key));
}
