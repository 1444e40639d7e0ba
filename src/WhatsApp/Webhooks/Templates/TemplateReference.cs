namespace Mogambo.WhatsApp.Webhooks.Templates;

/// <summary>One language of a template, as a webhook names it.</summary>
/// <param name="Id">WhatsApp's id of this language's version, digits; the key where it is known (fact sheet 6.1).</param>
/// <param name="Language">As the API writes it: <c>pt_BR</c>, also where the webhook says <c>pt-BR</c>.</param>
public sealed record TemplateReference(string? Id, string? Name, string? Language);
