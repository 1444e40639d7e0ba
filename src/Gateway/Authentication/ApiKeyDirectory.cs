using System.Collections.Frozen;
using System.Diagnostics.CodeAnalysis;
using System.Security.Cryptography;
using System.Text;
using Mogambo.Accounts;
using Mogambo.Storage.ApiKeys;
using Mogambo.Storage.Changes;

namespace Mogambo.Gateway.Authentication;

/// <summary>
/// The API keys, configured and made by API, found by hash: how long a look-up takes says nothing about any key. Kept in memory and read
/// anew when a key was made or revoked anywhere.
/// </summary>
internal sealed class ApiKeyDirectory(AccountDirectory accounts, IApiKeys stored, TimeProvider time) : IFollowsChanges, IDisposable
{
    private const int MaxKeyLength = 512;
    private const int MaxBytesOfChar = 3;

    private readonly SemaphoreSlim _oneReader = new(1);

    // 8 bytes of the hash find the entry; the whole hash decides.
    private readonly FrozenDictionary<ulong, ApiKey> _configured = accounts.All
        .SelectMany(account => account.Options.ApiKeys.Select(key => ApiKey.Configured(account, key)))
        .ToFrozenDictionary(Place);

    private volatile Dictionary<ulong, ApiKey> _stored = [];

    public string Follows => Revisions.ApiKeys;

    /// <summary>The keys of an account that stand in the configuration.</summary>
    public IEnumerable<ApiKey> ConfiguredOf(AccountId account) => _configured.Values.Where(key => key.Stored.Account == account);

    /// <summary>A key that is known and has not expired.</summary>
    public bool TryFind(ReadOnlySpan<char> key, [NotNullWhen(true)] out ApiKey? found)
    {
        found = null;
        if (key.Length is 0 or > MaxKeyLength)
        {
            return false;
        }

        Span<byte> bytes = stackalloc byte[MaxKeyLength * MaxBytesOfChar];
        Span<byte> hash = stackalloc byte[SHA256.HashSizeInBytes];
        SHA256.HashData(bytes[..Encoding.UTF8.GetBytes(key, bytes)], hash);
        var place = BitConverter.ToUInt64(hash);
        return (_configured.TryGetValue(place, out found) || _stored.TryGetValue(place, out found))
            && CryptographicOperations.FixedTimeEquals(hash, found.Stored.Hash)
            && found.HoldsAt(time.GetUtcNow());
    }

    public async Task ReadAsync(CancellationToken cancellationToken)
    {
        await _oneReader.WaitAsync(cancellationToken);
        try
        {
            var keys = new Dictionary<ulong, ApiKey>();
            foreach (var key in await stored.ListAsync(cancellationToken))
            {
                var made = new ApiKey(key);
                keys[Place(made)] = made;
            }

            _stored = keys;
        }
        finally
        {
            _oneReader.Release();
        }
    }

    public void Dispose()
    {
        _oneReader.Dispose();
        foreach (var key in _configured.Values)
        {
            key.Limiter?.Dispose();
        }
    }

    private static ulong Place(ApiKey key) => BitConverter.ToUInt64(key.Stored.Hash);
}
