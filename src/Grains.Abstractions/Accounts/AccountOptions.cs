namespace Mogambo.Accounts;

/// <summary>One WhatsApp Business Account: the tenant. Bound from <c>Mogambo:Accounts:n</c>.</summary>
public sealed class AccountOptions
{
    /// <summary>The WABA's id, as <c>entry[].id</c> of its webhooks names it. Digits.</summary>
    public string Id { get; set; } = "";

    /// <summary>What people call it.</summary>
    public string Name { get; set; } = "";

    /// <summary>The app's secret: signs webhooks. Required for an account with a Cloud number; no secret, no start.</summary>
    public string? AppSecret { get; set; }

    /// <summary>The secret before the last reset, accepted beside the new one until it is removed here.</summary>
    public string? PreviousAppSecret { get; set; }

    /// <summary>What WhatsApp sends as <c>hub.verify_token</c> when the webhook address is set.</summary>
    public string? VerifyToken { get; set; }

    public IList<ApiKeyOptions> ApiKeys { get; } = [];

    public IList<NumberOptions> Numbers { get; } = [];

    public BotOptions Bot { get; set; } = new();

    /// <summary>What happens to a message whose outcome stays unknown. Default: <see cref="OnUnknown.Hold"/>.</summary>
    public OnUnknown OnUnknown { get; set; } = OnUnknown.Hold;

    /// <summary>Keeps the account's events for <c>GET /v1/events</c> even without a subscription.</summary>
    public bool EventFeed { get; set; }

    /// <summary>The business portfolio whose limit of unique users this account shares with others of the same name. Null: its own.</summary>
    public string? Portfolio { get; set; }

    /// <summary>Words by which users opt out and in.</summary>
    public OptInWordsOptions OptInWords { get; set; } = new();

    /// <summary>Where the account's events go; further ones are made by API.</summary>
    public IList<SubscriptionOptions> Subscriptions { get; } = [];
}
