using System.Collections.Frozen;
using System.Text;
using Mogambo.Accounts;
using Mogambo.WhatsApp.Webhooks;

namespace Mogambo.Gateway.Webhooks;

/// <summary>The app secrets, current and previous, and the accounts that each of them signs for.</summary>
internal sealed class AppSecrets
{
    private readonly IReadOnlyList<Secret> _all;
    private readonly FrozenDictionary<AccountId, Secret[]> _byAccount;

    public AppSecrets(AccountDirectory directory)
    {
        _all =
        [
            .. directory.All
                .SelectMany(account => Of(account.Options).Select(secret => (Secret: secret, Account: account)))
                .GroupBy(pair => pair.Secret, pair => pair.Account)
                .Select(group => new Secret(Encoding.UTF8.GetBytes(group.Key), new WebhookOrigin([.. group]))),
        ];
        _byAccount = directory.All.ToFrozenDictionary(
            account => account.Id,
            account => _all.Where(secret => secret.Origin.Accounts.Contains(account)).ToArray());
    }

    /// <summary>
    /// The accounts whose secret signed these bytes, or null. Only the secrets of <paramref name="account"/> are tried where the address
    /// names one.
    /// </summary>
    public WebhookOrigin? Match(ReadOnlySpan<byte> body, string? signature, AccountId? account)
    {
        var candidates = account is not { } id ? _all : _byAccount.TryGetValue(id, out var its) ? its : [];
        foreach (var secret in candidates)
        {
            if (WebhookSignature.Matches(body, signature, secret.Bytes))
            {
                return secret.Origin;
            }
        }

        return null;
    }

    private static IEnumerable<string> Of(AccountOptions account) =>
        new[] { account.AppSecret, account.PreviousAppSecret }.Where(secret => !string.IsNullOrEmpty(secret)).Distinct()!;

    private sealed record Secret(byte[] Bytes, WebhookOrigin Origin);
}
