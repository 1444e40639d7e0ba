using System.Text.RegularExpressions;
using Mogambo.Accounts;

namespace Mogambo.Gateway.Webhooks;

/// <summary>WhatsApp asks once whether a webhook address is ours: it brings our verify token and wants its challenge back (fact sheet 3.1).</summary>
internal sealed partial class Handshake(AccountDirectory accounts)
{
    /// <summary>The text to answer with, or null if it is to be refused.</summary>
    public string? Answer(string? account, string? mode, string? token, string? challenge) =>
        mode == "subscribe"
        && challenge is not null && Challenge().IsMatch(challenge)
        && token is { Length: > 0 and <= 1024 } && Tokens(account).Any(expected => FixedTime.Equal(token, expected))
            ? challenge
            : null;

    private IEnumerable<string> Tokens(string? account) =>
        from candidate in accounts.All
        where account is null || candidate.Id.Value == account
        where !string.IsNullOrEmpty(candidate.Options.VerifyToken)
        select candidate.Options.VerifyToken;

    // \z, not $: the latter would let a line break follow.
    [GeneratedRegex(@"\A[A-Za-z0-9_-]{1,128}\z", RegexOptions.CultureInvariant)]
    private static partial Regex Challenge();
}
