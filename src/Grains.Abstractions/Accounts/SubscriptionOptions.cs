namespace Mogambo.Accounts;

/// <summary>A configured subscription. Bound from <c>Mogambo:Accounts:n:Subscriptions:n</c>.</summary>
public sealed class SubscriptionOptions
{
    /// <summary>Where events are posted. <c>https</c>, or an address that <c>Outbound:AllowedPrivateAddresses</c> lists.</summary>
    public Uri? Url { get; set; }

    /// <summary><c>whsec_</c> and base64 of 24 to 64 bytes: signs the deliveries (Standard Webhooks).</summary>
    public string Secret { get; set; } = "";

    /// <summary>Types or <c>prefix.*</c>; <c>*</c> is all, and so is none.</summary>
    public IList<string> Events { get; } = [];
}
