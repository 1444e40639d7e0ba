using Mogambo.Accounts;
using Mogambo.Templates;
using Mogambo.WhatsApp.Webhooks;
using Mogambo.WhatsApp.Webhooks.Templates;

namespace Mogambo.Gateway.Webhooks;

/// <summary>What a webhook says of one template, oldest first.</summary>
internal sealed record TemplateChanges(AccountId Account, string Name, IReadOnlyList<TemplateUpdate> Updates)
{
    private const int MaxReasonLength = 1000;

    /// <summary>The update that a change is; null if it is none, or names no template that there can be.</summary>
    public static (string Name, TemplateUpdate Update)? Read(WebhookChange change, DateTimeOffset now)
    {
        var at = change.EntryTime ?? now;
        return change.Value switch
        {
            TemplateStatusValue value when value.Event != "DRAFT" => Named(value.Template, new TemplateUpdate.StatusChanged(
                value.Template.Id, value.Template.Language, at, value.Event)
            {
                Reason = ReasonOf(value),
                Title = value.Title,
                Category = TemplateWords.Category(value.Category),
            }),
            TemplateQualityValue value => Named(value.Template, new TemplateUpdate.QualityChanged(value.Template.Id, value.Template.Language, at, value.New)),
            TemplateCategoryValue { IsDone: true } value when TemplateWords.Category(value.New) is { } category =>
                Named(value.Template, new TemplateUpdate.CategoryChanged(value.Template.Id, value.Template.Language, at, category, IsDone: true)),
            TemplateCategoryValue { IsDone: false } value when TemplateWords.Category(value.Correct) is { } category =>
                Named(value.Template, new TemplateUpdate.CategoryChanged(value.Template.Id, value.Template.Language, at, category, IsDone: false)),
            TemplateComponentsValue value => Named(value.Template, new TemplateUpdate.ComponentsChanged(
                value.Template.Id, value.Template.Language, at, value.Header, value.Body, value.Footer)),
            _ => null,
        };
    }

    /// <summary>Whether it is about templates, whatever it says.</summary>
    public static bool IsAboutTemplates(WebhookValue value) =>
        value is TemplateStatusValue or TemplateQualityValue or TemplateCategoryValue or TemplateComponentsValue;

    private static (string Name, TemplateUpdate Update)? Named(TemplateReference template, TemplateUpdate update) =>
        TemplateWords.IsName(template.Name) && (template.Id is not null || template.Language is not null) ? (template.Name!, update) : null;

    private static string? ReasonOf(TemplateStatusValue value)
    {
        var parts = new[]
        {
            value.Reason is null or "NONE" ? null : value.Reason,
            value.Rejection?.Reason,
            value.Rejection?.Recommendation,
            value.Title,
            value.Description,
        }.Where(part => !string.IsNullOrWhiteSpace(part)).ToList();
        var reason = string.Join(": ", parts);
        return reason.Length == 0 ? null : reason.Length > MaxReasonLength ? reason[..MaxReasonLength] : reason;
    }
}
