namespace Mogambo.WhatsApp.Webhooks.Templates;

/// <summary>Field <c>message_template_components_update</c>: the template was created or edited with this content (fact sheet 6.1).</summary>
public sealed record TemplateComponentsValue(
    TemplateReference Template,
    string? Header,
    string? Body,
    string? Footer,
    IReadOnlyList<TemplateButton> Buttons) : WebhookValue;

/// <summary>A button; <see cref="Url"/> or <see cref="PhoneNumber"/> by its type.</summary>
public sealed record TemplateButton(string? Type, string? Text, string? Url, string? PhoneNumber);
