using System.Globalization;
using System.Text.Json;
using Mogambo.Simulator.Accounts;
using Mogambo.Simulator.Graph;
using Mogambo.Simulator.Templates;

namespace Mogambo.Simulator.Messages;

/// <summary>Checks a template send against its template and fills the template in (fact sheet 8.4).</summary>
internal sealed class TemplateSend(TemplateBook templates)
{
    /// <summary>Longest body with its parameters filled in.</summary>
    private const int LongestFilled = 4096;

    /// <summary>The template, and its text as JSON for the phone; or what is wrong.</summary>
    public (Template? Template, string Rendered, GraphError? Error) Resolve(JsonElement send, Account account, bool toPhone)
    {
        var (name, language) = (send.GetProperty("name").GetString()!, send.GetProperty("language").GetProperty("code").GetString()!);
        var template = templates.Find(account, name, language);
        var error = template?.Status switch
        {
            "APPROVED" => null,
            "PAUSED" => GraphError.Of(132015, $"template name ({name}) is paused due to low quality."),
            "DISABLED" => GraphError.Of(132016, $"template name ({name}) is disabled."),
            _ => GraphError.Of(132001, $"template name ({name}) does not exist in {language}"),
        };
        if (error is null && template!.Category == "AUTHENTICATION" && !toPhone)
        {
            error = GraphError.Of(131062, "Authentication templates need a phone number.");
        }

        if (error is not null)
        {
            return (null, "", error);
        }

        var components = send.TryGetProperty("components", out var given) ? given.EnumerateArray().ToList() : [];
        if (components.Exists(component => !template!.Parts.Any(part => part.Kind == KindOf(component)) && KindOf(component) is "HEADER" or "BUTTON"))
        {
            return (null, "", GraphError.Of(132000, "The template has no such component."));
        }

        var filled = new List<(TemplateComponent Part, string Text)>();
        foreach (var part in template!.Parts)
        {
            var (values, wrong) = Values(part, Find(components, part), template.IsNamed);
            if (wrong is not null)
            {
                return (null, "", wrong);
            }

            filled.Add((part, part.Filled(values)));
        }

        return filled.Exists(part => part.Text.Length > LongestFilled)
            ? (null, "", GraphError.Of(132005, "The filled in text is too long."))
            : (template, TemplateText.Render(filled, components), null);
    }

    /// <summary>What the send says about a part of the template, if anything.</summary>
    public static JsonElement? Find(List<JsonElement> components, TemplateComponent part)
    {
        foreach (var component in components)
        {
            if (KindOf(component) == part.Kind
                && (part.Kind != "BUTTON" || (component.TryGetProperty("index", out var index) && index.ToString() == part.Index.ToString(CultureInfo.InvariantCulture))))
            {
                return component;
            }
        }

        return null;
    }

    private static string KindOf(JsonElement component) => component.GetProperty("type").GetString()!.ToUpperInvariant();

    private static (IReadOnlyDictionary<string, string> Values, GraphError? Error) Values(TemplateComponent part, JsonElement? component, bool named)
    {
        var values = new Dictionary<string, string>();
        var parameters = component is { } given && given.TryGetProperty("parameters", out var list) ? list.EnumerateArray().ToList() : [];
        if (part is { Kind: "HEADER", Format: "IMAGE" or "VIDEO" or "DOCUMENT" or "LOCATION" })
        {
            return parameters.Count != 1 ? (values, Mismatch(part, 1, parameters.Count))
                : !string.Equals(parameters[0].GetProperty("type").GetString(), part.Format, StringComparison.OrdinalIgnoreCase)
                    ? (values, GraphError.Of(132012, $"header: expected a parameter of type {part.Format.ToLowerInvariant()}."))
                : (values, null);
        }

        if (part.Kind == "BUTTON" && part.Format != "URL")
        {
            return (values, null);
        }

        if (parameters.Count != part.Variables.Count)
        {
            return (values, Mismatch(part, part.Variables.Count, parameters.Count));
        }

        for (var i = 0; i < parameters.Count; i++)
        {
            var key = named && part.Kind != "BUTTON"
                ? parameters[i].TryGetProperty("parameter_name", out var name) ? name.GetString()! : ""
                : part.Variables[i];
            var text = TextOf(parameters[i]);
            if (!part.Variables.Contains(key) || text is null)
            {
                return (values, GraphError.Of(132012, $"{part.Kind.ToLowerInvariant()}: parameter {i + 1} does not match the template."));
            }

            if (text.Length == 0)
            {
                return (values, GraphError.Of(131008, $"{part.Kind.ToLowerInvariant()}: parameter {i + 1} has no text."));
            }

            if (text.Contains('\n', StringComparison.Ordinal) || text.Contains('\t', StringComparison.Ordinal) || text.Contains("     ", StringComparison.Ordinal))
            {
                return (values, GraphError.Of(132018, "Param text cannot have new-line/tab characters or more than 4 consecutive spaces"));
            }

            values[key] = text;
        }

        return (values, null);
    }

    private static string? TextOf(JsonElement parameter)
    {
        var type = parameter.GetProperty("type").GetString()!;
        return !parameter.TryGetProperty(type, out var value) ? null
            : type == "text" ? value.GetString()
            : type is "currency" or "date_time" ? value.GetProperty("fallback_value").GetString()
            : null;
    }

    private static GraphError Mismatch(TemplateComponent part, int expected, int given) => GraphError.Of(
        132000, $"{part.Kind.ToLowerInvariant()}: number of localizable_params ({given}) does not match the expected number of params ({expected})");
}
