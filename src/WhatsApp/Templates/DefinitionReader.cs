using System.Text;
using System.Text.Json;
using Mogambo.Templates;
using Mogambo.WhatsApp.Json;

namespace Mogambo.WhatsApp.Templates;

/// <summary>Reads templates from JSON: the bodies of requests strictly, our own documents as they were written.</summary>
internal static class DefinitionReader
{
    private const string Malformed = "This is no template's document";

    private static readonly string[] Known =
        ["name", "language", "category", "parameter_format", "components", "message_send_ttl_seconds"];

    public static bool TryRead(
        JsonElement body,
        TemplateDefinition? current,
        out TemplateDefinition? definition,
        out IReadOnlyDictionary<string, IReadOnlyList<string>> errors)
    {
        var found = new ReadErrors();
        errors = found.ByPath;
        definition = null;
        if (body.ValueKind != JsonValueKind.Object)
        {
            found.Add("$", "must be an object");
            return false;
        }

        if (!JsonText.IsSound(body.Raw()))
        {
            found.Add("$", "must be well-formed Unicode");
            return false;
        }

        var members = new Dictionary<string, JsonElement>(StringComparer.Ordinal);
        foreach (var property in body.EnumerateObject())
        {
            if (!Known.Contains(property.Name))
            {
                found.Add(property.Name, "is not known");
            }
            else if (!members.TryAdd(property.Name, property.Value))
            {
                found.Add(property.Name, "must be given once");
            }
        }

        var read = new TemplateDefinition
        {
            Id = new(Text(members, "name", current?.Id.Name, found), Language(Text(members, "language", current?.Id.Language, found))),
            Category = Category(members, current?.Category, found),
            Components = Components(members, current?.Components, found),
            IsNamed = Format(members, current?.IsNamed ?? false, found),
            MessageSendTtlSeconds = Ttl(members, current?.MessageSendTtlSeconds, found),
        };
        definition = found.ByPath.Count == 0 ? read : null;
        return definition is not null;
    }

    /// <exception cref="FormatException">Not a template's document.</exception>
    public static TemplateDefinition FromDocument(ReadOnlySpan<byte> json)
    {
        try
        {
            var root = JsonElement.Parse(json);
            return new TemplateDefinition
            {
                Id = new(root.RequiredText("name"u8), Language(root.RequiredText("language"u8))),
                Category = TryCategory(root.RequiredText("category"u8)) ?? throw new FormatException($"{Malformed}: its category is unknown."),
                Components = root.RequiredArray("components"u8).Raw().ToArray(),
                IsNamed = root.WordOf("parameter_format"u8) == "NAMED",
                MessageSendTtlSeconds = root.WholeOf("message_send_ttl_seconds"u8) is { } seconds ? checked((int)seconds) : null,
            };
        }
        catch (Exception e) when (e is JsonException or MalformedException or OverflowException or InvalidOperationException)
        {
            throw new FormatException($"{Malformed}: {e.Message}.", e);
        }
    }

    /// <summary>Webhooks and people write <c>pt-BR</c> where the API says <c>pt_BR</c> (fact sheet 6.1).</summary>
    private static string Language(string code) => code.Replace('-', '_');

    private static TemplateCategory? TryCategory(string? word) => word?.ToUpperInvariant() switch
    {
        "UTILITY" => TemplateCategory.Utility,
        "MARKETING" => TemplateCategory.Marketing,
        "AUTHENTICATION" => TemplateCategory.Authentication,
        _ => null,
    };

    private static string Text(Dictionary<string, JsonElement> members, string name, string? current, ReadErrors errors)
    {
        if (!members.TryGetValue(name, out var member))
        {
            return current ?? errors.Add(name, "is required");
        }

        if (member is not { ValueKind: JsonValueKind.String })
        {
            return errors.Add(name, "must be a string");
        }

        var text = member.GetString()!;
        var same = current is null || current == (name == "language" ? Language(text) : text);
        return same ? text : errors.Add(name, "cannot be changed; create another template");
    }

    private static TemplateCategory Category(Dictionary<string, JsonElement> members, TemplateCategory? current, ReadErrors errors)
    {
        if (!members.TryGetValue("category", out var member) && current is { } kept)
        {
            return kept;
        }

        if (member.ValueKind == JsonValueKind.String && TryCategory(member.GetString()) is { } category)
        {
            return category;
        }

        errors.Add("category", member.ValueKind == JsonValueKind.Undefined ? "is required" : "must be utility, marketing or authentication");
        return default;
    }

    private static bool Format(Dictionary<string, JsonElement> members, bool current, ReadErrors errors)
    {
        if (!members.TryGetValue("parameter_format", out var member))
        {
            return current;
        }

        var word = member.ValueKind == JsonValueKind.String ? member.GetString()!.ToUpperInvariant() : null;
        if (word is not ("NAMED" or "POSITIONAL"))
        {
            errors.Add("parameter_format", "must be positional or named");
        }

        return word == "NAMED";
    }

    private static int? Ttl(Dictionary<string, JsonElement> members, int? current, ReadErrors errors)
    {
        if (!members.TryGetValue("message_send_ttl_seconds", out var member))
        {
            return current;
        }

        if (member.ValueKind == JsonValueKind.Null)
        {
            return null;
        }

        if (member.ValueKind == JsonValueKind.Number && member.TryGetInt32(out var seconds))
        {
            return seconds;
        }

        errors.Add("message_send_ttl_seconds", "must be a whole number of seconds");
        return null;
    }

    private static byte[] Components(Dictionary<string, JsonElement> members, byte[]? current, ReadErrors errors)
    {
        if (!members.TryGetValue("components", out var member))
        {
            return current ?? Encoding.UTF8.GetBytes(errors.Add("components", "is required"));
        }

        ComponentsReader.Check("components", member, errors);
        return member.Raw().ToArray();
    }
}
