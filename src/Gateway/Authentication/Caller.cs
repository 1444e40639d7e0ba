using System.Security.Claims;
using Mogambo.Accounts;

namespace Mogambo.Gateway.Authentication;

internal static class Caller
{
    /// <summary>What the operator calls the key, for records of who did something.</summary>
    public static string KeyName(this ClaimsPrincipal caller) =>
        caller.FindFirstValue(ClaimTypes.Name) is { Length: > 0 } name ? name : "api key";

    /// <summary>The account a request acts for: the key's, never one that the request names.</summary>
    public static AccountId Account(this ClaimsPrincipal caller) =>
        new(caller.FindFirstValue(ApiKey.AccountClaim) ?? throw WithoutKey());

    /// <summary>The key that the request came with.</summary>
    public static ApiKey Key(this ClaimsPrincipal caller) => caller is ApiKeyPrincipal { Key: var key } ? key : throw WithoutKey();

    private static InvalidOperationException WithoutKey() => new("The endpoint was reached without an API key.");
}
