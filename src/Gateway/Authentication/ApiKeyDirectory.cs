using System.Collections.Frozen;
using System.Diagnostics.CodeAnalysis;
using System.Security.Cryptography;
using System.Text;
using Mogambo.Accounts;

namespace Mogambo.Gateway.Authentication;

/// <summary>The configured API keys, found by hash: how long a look-up takes says nothing about any key.</summary>
internal sealed class ApiKeyDirectory(AccountDirectory accounts)
{
    private const int MaxKeyLength = 512;

    // 8 bytes of the hash find the entry; the whole hash decides.
    private readonly FrozenDictionary<ulong, ApiKey> _keys = accounts.All
        .SelectMany(account => account.Options.ApiKeys.Select(key => new ApiKey(account, key, SHA256.HashData(Encoding.UTF8.GetBytes(key.Key)))))
        .ToFrozenDictionary(key => BitConverter.ToUInt64(key.Hash));

    public bool TryFind(string key, [NotNullWhen(true)] out ApiKey? found)
    {
        found = null;
        if (key.Length is 0 or > MaxKeyLength)
        {
            return false;
        }

        Span<byte> hash = stackalloc byte[SHA256.HashSizeInBytes];
        SHA256.HashData(Encoding.UTF8.GetBytes(key), hash);
        return _keys.TryGetValue(BitConverter.ToUInt64(hash), out found) && CryptographicOperations.FixedTimeEquals(hash, found.Hash);
    }
}
