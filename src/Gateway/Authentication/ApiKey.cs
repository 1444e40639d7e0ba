using System.Security.Claims;
using Mogambo.Accounts;

namespace Mogambo.Gateway.Authentication;

/// <summary>A configured key: whose it is and what it may do. The key itself is kept as its SHA-256 only.</summary>
internal sealed class ApiKey
{
    public const string Scheme = "ApiKey";
    public const string AccountClaim = "account";
    public const string ScopeClaim = "scope";

    public ApiKey(Account account, ApiKeyOptions options, byte[] hash)
    {
        Hash = hash;
        Principal = new ClaimsPrincipal(new ClaimsIdentity(
            [
                new Claim(ClaimTypes.Name, options.Name),
                new Claim(AccountClaim, account.Id.Value),
                .. options.Scopes.Select(scope => new Claim(ScopeClaim, scope)),
            ],
            Scheme));
    }

    public byte[] Hash { get; }

    public ClaimsPrincipal Principal { get; }
}
