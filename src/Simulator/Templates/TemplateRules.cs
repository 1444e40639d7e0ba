using System.Text.Json;
using System.Text.RegularExpressions;
using Mogambo.Simulator.Accounts;
using Mogambo.Simulator.Graph;

namespace Mogambo.Simulator.Templates;

/// <summary>What WhatsApp asks of a new or edited template (fact sheet 12.1-12.4, the rules with a known figure).</summary>
internal static partial class TemplateRules
{
    private static readonly string[] Categories = ["MARKETING", "UTILITY", "AUTHENTICATION"];

    private static readonly string[] Accepted =
    [
        "name", "language", "category", "parameter_format", "components", "message_send_ttl_seconds", "allow_category_change",
        "library_template_name", "library_template_button_inputs", "cta_url_link_tracking_opted_out",
    ];

    private static readonly string[] Editable = ["category", "components", "message_send_ttl_seconds"];

    /// <summary>The template of a creation body, or what is wrong with it.</summary>
    public static (Template? Template, GraphError? Error) Create(JsonElement body, Account account, TemplateBook templates)
    {
        foreach (var property in body.EnumerateObject())
        {
            if (!Accepted.Contains(property.Name))
            {
                return Wrong($"Unexpected key \"{property.Name}\" on param.");
            }
        }

        var (name, language, category) = (StringOf(body, "name"), StringOf(body, "language"), StringOf(body, "category")?.ToUpperInvariant());
        if (name is null || name.Length > 512 || !Name().IsMatch(name))
        {
            return Wrong("Param name must be 1 to 512 of a-z, 0-9 and _.");
        }

        if (language is null || !Language().IsMatch(language))
        {
            return Wrong("Param language must be a code such as en or pt_BR.");
        }

        if (!Categories.Contains(category))
        {
            return Wrong("Param category must be one of {MARKETING, UTILITY, AUTHENTICATION}.");
        }

        if (templates.Find(account, name, language) is not null)
        {
            return Wrong($"There is already {language} content for template {name}.", 2388024);
        }

        if (!body.TryGetProperty("components", out var components))
        {
            return Wrong("The parameter components is required.");
        }

        if (Components(components, category!) is { } wrong)
        {
            return (null, wrong);
        }

        var format = (StringOf(body, "parameter_format") ?? "POSITIONAL").ToUpperInvariant();
        var text = CompactJson.Of(components);
        return (new(account, templates.NextId(), name, language, Promotion.CategoryOf(category!, text), format, text), null);
    }

    /// <summary>The template as a body of an edit wants it, or what is wrong with that.</summary>
    public static (Template? Template, GraphError? Error) Edit(JsonElement body, Template template)
    {
        if (body.EnumerateObject().Any(property => !Editable.Contains(property.Name)))
        {
            return Wrong("Only category, components and message_send_ttl_seconds can be edited.");
        }

        if (template.Status is not ("APPROVED" or "REJECTED" or "PAUSED"))
        {
            return Wrong($"A template that is {template.Status} cannot be edited.");
        }

        var category = StringOf(body, "category")?.ToUpperInvariant() ?? template.Category;
        if (!Categories.Contains(category) || (category != template.Category && template.Status == "APPROVED"))
        {
            return Wrong("The category of an approved template cannot be edited.");
        }

        var components = template.Components;
        if (body.TryGetProperty("components", out var given))
        {
            if (Components(given, category) is { } wrong)
            {
                return (null, wrong);
            }

            components = CompactJson.Of(given);
        }

        return (template.Edited(Promotion.CategoryOf(category, components), components), null);
    }

    /// <summary>What is wrong with the components, or null.</summary>
    public static GraphError? Components(JsonElement components, string category)
    {
        if (components.ValueKind != JsonValueKind.Array || components.GetArrayLength() == 0
            || components.EnumerateArray().Any(component => component.ValueKind != JsonValueKind.Object))
        {
            return Wrong("The parameter components must be an array of objects.").Error;
        }

        var parts = TemplateComponent.Parse(components.GetRawText());
        var body = parts.FirstOrDefault(part => part.Kind == "BODY");
        if (body is null)
        {
            return Wrong("A template needs a component of type BODY.").Error;
        }

        if (category == "AUTHENTICATION")
        {
            return null;
        }

        return body.Text.Length is 0 or > 1024 ? Wrong("The body must have 1 to 1024 characters.", 2388040).Error
            : Edge().IsMatch(body.Text) ? Wrong("Variables can't be at the start or end of the template.", 2388299).Error
            : parts.Any(part => part.Kind == "FOOTER" && (part.Text.Length > 60 || part.Variables.Count > 0))
                ? Wrong("The footer has at most 60 characters and no variables.", 2388073).Error
            : parts.Any(part => part is { Kind: "HEADER", Format: "TEXT" } && (part.Text.Length > 60 || part.Variables.Count > 1))
                ? Wrong("A text header has at most 60 characters and one variable.", 2388047).Error
            : parts.Count(part => part.Kind == "BUTTON") > 10 || parts.Any(part => part.Kind == "BUTTON" && part.Text.Length > 25)
                ? Wrong("There are at most 10 buttons of at most 25 characters.", 2388040).Error
            : null;
    }

    private static (Template? Template, GraphError Error) Wrong(string details, int? subcode = null) =>
        (null, GraphError.Of(100, details) with { Subcode = subcode });

    private static string? StringOf(JsonElement body, string name) =>
        body.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.String ? value.GetString() : null;

    [GeneratedRegex("^[a-z0-9_]+$")]
    private static partial Regex Name();

    [GeneratedRegex("^[a-z]{2,3}(_[A-Z]{2})?$")]
    private static partial Regex Language();

    [GeneratedRegex(@"^\s*\{\{[a-z0-9_]+\}\}|\{\{[a-z0-9_]+\}\}\s*$")]
    private static partial Regex Edge();
}
