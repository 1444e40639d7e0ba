using System.Text.Json;
using System.Text.RegularExpressions;
using Mogambo.Simulator.Accounts;

namespace Mogambo.Simulator.Templates;

/// <summary>One template in one language. Its status changes; everything else is replaced as a whole.</summary>
/// <param name="Components">JSON array as it was given at creation.</param>
internal sealed record Template(Account Account, string Id, string Name, string Language, string Category, string Format, string Components)
{
    private volatile string _status = "PENDING";

    /// <summary>PENDING, APPROVED, REJECTED, PAUSED or DISABLED.</summary>
    public string Status
    {
        get => _status;
        set => _status = value;
    }

    public bool IsNamed => Format == "NAMED";

    public IReadOnlyList<TemplateComponent> Parts { get; } = TemplateComponent.Parse(Components);

    public void Write(Utf8JsonWriter json)
    {
        json.WriteStartObject();
        json.WriteString("name", Name);
        json.WriteString("parameter_format", Format);
        json.WritePropertyName("components");
        json.WriteRawValue(Components);
        json.WriteString("language", Language);
        json.WriteString("status", Status);
        json.WriteString("category", Category);
        json.WriteString("sub_category", "CUSTOM");
        json.WriteString("id", Id);
        json.WriteEndObject();
    }
}

/// <summary>What a send has to know of one component.</summary>
/// <param name="Kind">HEADER, BODY, FOOTER or BUTTON.</param>
/// <param name="Format">Of a header: TEXT, IMAGE…; of a button: URL, QUICK_REPLY…</param>
/// <param name="Index">Position among the buttons.</param>
/// <param name="Variables">Names or numbers between the braces, each once.</param>
internal sealed partial record TemplateComponent(string Kind, string Format, string Text, int Index, IReadOnlyList<string> Variables)
{
    public static IReadOnlyList<TemplateComponent> Parse(string components)
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
                    parts.Add(new("BUTTON", format, StringOf(button, "text"), index++, VariablesOf(StringOf(button, "url"))));
                }
            }
            else
            {
                var text = StringOf(component, "text");
                parts.Add(new(kind, StringOf(component, "format").ToUpperInvariant(), text, 0, VariablesOf(text)));
            }
        }

        return parts;
    }

    public static IReadOnlyList<string> VariablesOf(string text) =>
        [.. Variable().Matches(text).Select(match => match.Groups[1].Value).Distinct()];

    /// <summary>The text with its variables replaced in the order of <see cref="Variables"/>.</summary>
    public string Filled(IReadOnlyDictionary<string, string> values) =>
        Variable().Replace(Text, match => values.GetValueOrDefault(match.Groups[1].Value, match.Value));

    private static string StringOf(JsonElement parent, string name) =>
        parent.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.String ? value.GetString()! : "";

    [GeneratedRegex(@"\{\{([a-z0-9_]+)\}\}")]
    private static partial Regex Variable();
}
