using System.Text.Json;
using System.Text.Json.Nodes;

namespace Mogambo.Templates;

/// <summary>Components as JSON, compared and changed.</summary>
internal static class TemplateComponents
{
    /// <summary>The order of members and white space mean nothing.</summary>
    public static bool AreSame(byte[] left, byte[] right)
    {
        if (left.AsSpan().SequenceEqual(right))
        {
            return true;
        }

        using var first = JsonDocument.Parse(left);
        using var second = JsonDocument.Parse(right);
        return JsonElement.DeepEquals(first.RootElement, second.RootElement);
    }

    /// <summary>
    /// With the texts that a webhook tells. It tells no formats, examples or buttons' parameters: those come with WhatsApp's list.
    /// </summary>
    public static byte[] With(byte[] components, TemplateUpdate.ComponentsChanged update)
    {
        if (JsonNode.Parse(components) is not JsonArray array)
        {
            return components;
        }

        var changed = false;
        foreach (var component in array.OfType<JsonObject>())
        {
            var text = component["type"]?.GetValue<string>().ToUpperInvariant() switch
            {
                "HEADER" when component["text"] is not null => update.Header,
                "BODY" => update.Body,
                "FOOTER" => update.Footer,
                _ => null,
            };
            if (text is not null && component["text"]?.GetValue<string>() != text)
            {
                component["text"] = text;
                changed = true;
            }
        }

        return changed ? JsonSerializer.SerializeToUtf8Bytes<JsonNode>(array) : components;
    }
}
