using System.Security.Claims;
using System.Security.Cryptography;
using System.Text;
using System.Threading.RateLimiting;
using Mogambo.Accounts;
using Mogambo.Storage.ApiKeys;

namespace Mogambo.Gateway.Authentication;

/// <summary>A key: whose it is and what it may do. The key itself is kept as its SHA-256 only.</summary>
internal sealed class ApiKey
{
    public const string Scheme = "ApiKey";
    public const string AccountClaim = "account";
    public const string ScopeClaim = "scope";

    private const int LastCharactersShown = 4;

    public ApiKey(StoredApiKey stored)
    {
        Stored = stored;
        Principal = new ApiKeyPrincipal(this, new ClaimsIdentity(
            [
                new Claim(ClaimTypes.Name, stored.Name),
                new Claim(AccountClaim, stored.Account.Value),
                .. stored.Scopes.Select(scope => new Claim(ScopeClaim, scope)),
            ],
            Scheme));
    }

    private ApiKey(StoredApiKey configured, int requestsPerSecond)
        : this(configured)
    {
        IsConfigured = true;
        if (requestsPerSecond > 0)
        {
            Limiter = new TokenBucketRateLimiter(new TokenBucketRateLimiterOptions
            {
                TokenLimit = requestsPerSecond,
                TokensPerPeriod = requestsPerSecond,
                ReplenishmentPeriod = TimeSpan.FromSeconds(1),
                AutoReplenishment = true,
            });
        }
    }

    public StoredApiKey Stored { get; }

    public bool IsConfigured { get; }

    public ClaimsPrincipal Principal { get; }

    /// <summary>Null: no limit.</summary>
    public RateLimiter? Limiter { get; }

    public static ApiKey Configured(Account account, ApiKeyOptions options)
    {
        var hash = HashOf(options.Key);
        return new(
            new StoredApiKey(
                new(PrefixedId.OfHash(SHA256.HashData([.. "configured"u8, .. hash]))),
                account.Id,
                options.Name,
                hash,
                LastCharactersOf(options.Key),
                [.. options.Scopes],
                default,
                null),
            options.RequestsPerSecond);
    }

    public static byte[] HashOf(string key) => SHA256.HashData(Encoding.UTF8.GetBytes(key));

    public static string LastCharactersOf(string key) => key[^LastCharactersShown..];

    public bool HoldsAt(DateTimeOffset now) => Stored.ExpiresAt is not { } end || now < end;

    /// <summary>Whether it has the scope itself, and so may grant it.</summary>
    public bool May(string scope) => Stored.Scopes.Contains(Scopes.Everything) || Stored.Scopes.Contains(scope);
}

/// <summary>Who calls, with the key that says so.</summary>
internal sealed class ApiKeyPrincipal(ApiKey key, ClaimsIdentity identity) : ClaimsPrincipal(identity)
{
    public ApiKey Key { get; } = key;
}
