namespace Mogambo.WhatsApp.Webhooks.Templates;

/// <summary>Field <c>message_template_quality_update</c>: GREEN, YELLOW, RED or UNKNOWN (fact sheet 6.1).</summary>
public sealed record TemplateQualityValue(TemplateReference Template, string? Previous, string New) : WebhookValue;
