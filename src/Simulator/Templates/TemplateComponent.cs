using System.Text.Json;
using System.Text.RegularExpressions;

namespace Mogambo.Simulator.Templates;

/// <summary>What a send has to know of one component.</summary>
/// <param name="Kind">HEADER, BODY, FOOTER or BUTTON.</param>
/// <param name="Format">Of a header: TEXT, IMAGE…; of a button: URL, QUICK_REPLY…</param>
/// <param name="Index">Position among the buttons.</param>
/// <param name="Variables">Names or numbers between the braces, each once.</param>
/// <param name="Target">Where a button leads: an address that may hold a variable, or a phone number.</param>
internal sealed partial record TemplateComponent(
    string Kind, string Format, string Text, int Index, IReadOnlyList<string> Variables, string Target = "")
{
    /// <param name="isFixed">Whether WhatsApp itself gives the text, as for authentication (fact sheet 12.2).</param>
    public static IReadOnlyList<TemplateComponent> Parse(string components, bool isFixed = false)
    {
        using var document = JsonDocument.Parse(components);
        var parts = new List<TemplateComponent>();
        foreach (var component in document.RootElement.EnumerateArray())
        {
            var kind = StringOf(component, "type").ToUpperInvariant();
            if (kind == "BUTTONS" && component.TryGetProperty("buttons", out var buttons))
            {
                var index = 0;
                foreach (var button in buttons.EnumerateArray())
                {
                    var format = StringOf(button, "type").ToUpperInvariant();
                    var url = StringOf(button, "url");
                    parts.Add(new(
                        "BUTTON", format, StringOf(button, "text"), index++, VariablesOf(url),
                        url.Length > 0 ? url : StringOf(button, "phone_number")));
                }
            }
            else
            {
                var text = isFixed ? FixedText(kind, component) : StringOf(component, "text");
                parts.Add(new(kind, StringOf(component, "format").ToUpperInvariant(), text, 0, VariablesOf(text)));
            }
        }

        return parts;
    }

    public static IReadOnlyList<string> VariablesOf(string text) =>
        [.. Variable().Matches(text).Select(match => match.Groups[1].Value).Distinct()];

    /// <summary>The text, or a button's target, with its variables replaced.</summary>
    public string Filled(IReadOnlyDictionary<string, string> values) =>
        Variable().Replace(Kind == "BUTTON" ? Target : Text, match => values.GetValueOrDefault(match.Groups[1].Value, match.Value));

    private static string FixedText(string kind, JsonElement component) => kind switch
    {
        "BODY" when component.TryGetProperty("add_security_recommendation", out var wanted) && wanted.ValueKind == JsonValueKind.True =>
            "*{{1}}* is your verification code. For your security, do not share this code.",
        "BODY" => "*{{1}}* is your verification code.",
        "FOOTER" when component.TryGetProperty("code_expiration_minutes", out var minutes) => $"This code expires in {minutes} minutes.",
        _ => StringOf(component, "text"),
    };

    private static string StringOf(JsonElement parent, string name) =>
        parent.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.String ? value.GetString()! : "";

    [GeneratedRegex(@"\{\{([a-z0-9_]+)\}\}")]
    private static partial Regex Variable();
}
