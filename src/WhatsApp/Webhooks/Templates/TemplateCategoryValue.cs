namespace Mogambo.WhatsApp.Webhooks.Templates;

/// <summary>Field <c>template_category_update</c>: a change announced 24 hours ahead, or done (fact sheet 6.1).</summary>
/// <param name="New">Announced: the category it still has. Done: the category it has now.</param>
/// <param name="Previous">Done: the category it had. Null while only announced.</param>
/// <param name="Correct">Announced: the category it will get.</param>
/// <param name="AnnouncedAt"><c>category_update_timestamp</c>, with an announcement.</param>
public sealed record TemplateCategoryValue(
    TemplateReference Template,
    string? New,
    string? Previous,
    string? Correct,
    DateTimeOffset? AnnouncedAt) : WebhookValue
{
    public bool IsDone => Previous is not null;
}
