namespace Mogambo.WhatsApp.Webhooks;

/// <summary>The typed content of a change, by its field. Fields that are not known yet are <see cref="UnknownValue"/>.</summary>
public abstract record WebhookValue;

/// <summary>A field that is not known yet: kept as it came.</summary>
public sealed record UnknownValue : WebhookValue;
