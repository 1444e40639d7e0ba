namespace Mogambo.Accounts;

/// <summary>Who answers users. Settings that a kind does not use are ignored.</summary>
public sealed class BotOptions
{
    public BotKind Kind { get; set; } = BotKind.None;

    /// <summary>Http: where turns are posted (contract section 7).</summary>
    public Uri? Url { get; set; }

    /// <summary>Http: signs the calls, Standard Webhooks (<c>whsec_</c> and base64).</summary>
    public string? Secret { get; set; }

    /// <summary>Http: the text a user gets when the bot has failed for good; none if empty.</summary>
    public string? Fallback { get; set; }

    /// <summary>Rules: tried in order, the first that matches answers.</summary>
    public IList<BotRuleOptions> Rules { get; } = [];

    /// <summary>Rules: the answer when no rule matches; none if empty.</summary>
    public string? Otherwise { get; set; }
}
