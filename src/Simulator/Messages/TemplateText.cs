using System.Buffers;
using System.Text;
using System.Text.Json;
using Mogambo.Simulator.Templates;

namespace Mogambo.Simulator.Messages;

/// <summary>A filled in template as the phone shows it.</summary>
internal static class TemplateText
{
    /// <summary>JSON with header, body, footer and buttons; a header's file as <c>header_file</c>.</summary>
    /// <param name="filled">The parts with their text, or a button's target, filled in.</param>
    /// <param name="given">The components of the send.</param>
    public static string Render(List<(TemplateComponent Part, string Text)> filled, List<JsonElement> given)
    {
        var buffer = new ArrayBufferWriter<byte>(512);
        using (var json = new Utf8JsonWriter(buffer))
        {
            json.WriteStartObject();
            foreach (var (part, text) in filled.Where(part => part.Part.Kind is "HEADER" or "BODY" or "FOOTER"))
            {
                if (part is { Kind: "HEADER", Format: not ("TEXT" or "") })
                {
                    WriteFile(json, part, TemplateSend.Find(given, part));
                }
                else
                {
                    json.WriteString(part.Kind.ToLowerInvariant(), text);
                }
            }

            json.WriteStartArray("buttons");
            foreach (var (part, target) in filled.Where(part => part.Part.Kind == "BUTTON"))
            {
                WriteButton(json, part, target, TemplateSend.Find(given, part));
            }

            json.WriteEndArray();
            json.WriteEndObject();
        }

        return Encoding.UTF8.GetString(buffer.WrittenSpan);
    }

    private static void WriteFile(Utf8JsonWriter json, TemplateComponent part, JsonElement? component)
    {
        var kind = part.Format.ToLowerInvariant();
        json.WriteStartObject("header_file");
        json.WriteString("type", kind);
        if (FirstParameter(component, kind) is { } file)
        {
            json.WritePropertyName("content");
            file.WriteTo(json);
        }

        json.WriteEndObject();
    }

    private static void WriteButton(Utf8JsonWriter json, TemplateComponent part, string target, JsonElement? component)
    {
        json.WriteStartObject();
        json.WriteString("type", part.Format);
        json.WriteString("text", part.Text);
        if (target.Length > 0)
        {
            json.WriteString("target", target);
        }

        if (part.Format == "QUICK_REPLY")
        {
            // Without a payload of its own a quick reply comes back with its text.
            json.WriteString("payload", FirstParameter(component, "payload") is { ValueKind: JsonValueKind.String } payload ? payload.GetString() : part.Text);
        }

        if (FirstParameter(component, "coupon_code") is { ValueKind: JsonValueKind.String } code)
        {
            json.WriteString("code", code.GetString());
        }

        json.WriteEndObject();
    }

    private static JsonElement? FirstParameter(JsonElement? component, string name) =>
        component is { } given && given.TryGetProperty("parameters", out var parameters) && parameters.GetArrayLength() > 0
        && parameters[0].TryGetProperty(name, out var value)
            ? value
            : null;
}
