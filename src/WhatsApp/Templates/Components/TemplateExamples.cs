using System.Text.Json;
using Mogambo.WhatsApp.Json;

namespace Mogambo.WhatsApp.Templates.Components;

/// <summary>The examples that WhatsApp's reviewers see in place of variables (fact sheet 12.2), by variable.</summary>
internal static class TemplateExamples
{
    private static readonly Dictionary<string, string> None = [];

    public static IReadOnlyDictionary<string, string> OfBody(TemplateContent content, bool isNamed) =>
        content is not { Body: { } body, BodyJson: { } json } || json.Peek("example"u8) is not { } example ? None
        : isNamed ? Named(example.Peek("body_text_named_params"u8))
        : example.Peek("body_text"u8) is { ValueKind: JsonValueKind.Array } sets && sets.GetArrayLength() > 0 ? Positional(body, sets[0])
        : None;

    public static IReadOnlyDictionary<string, string> OfHeader(TemplateHeader? header, bool isNamed) =>
        header is not { Text: { } text } || header.Json.Peek("example"u8) is not { } example ? None
        : isNamed ? Named(example.Peek("header_text_named_params"u8))
        : Positional(text, example.Peek("header_text"u8));

    private static Dictionary<string, string> Positional(TemplateText text, JsonElement? examples)
    {
        var found = new Dictionary<string, string>(StringComparer.Ordinal);
        if (examples is { ValueKind: JsonValueKind.Array } list)
        {
            foreach (var (variable, example) in text.Variables.Zip(list.EnumerateArray()))
            {
                Add(found, variable, example);
            }
        }

        return found;
    }

    private static Dictionary<string, string> Named(JsonElement? examples)
    {
        var found = new Dictionary<string, string>(StringComparer.Ordinal);
        if (examples is { ValueKind: JsonValueKind.Array } list)
        {
            foreach (var pair in list.EnumerateArray())
            {
                Add(found, pair.PeekText("param_name"u8), pair.Peek("example"u8));
            }
        }

        return found;
    }

    private static void Add(Dictionary<string, string> found, string? variable, JsonElement? example)
    {
        if (variable is not null && example is { ValueKind: JsonValueKind.String } text)
        {
            found[variable] = text.GetString()!;
        }
    }
}
