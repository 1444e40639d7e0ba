using System.Text.Json;
using Mogambo.Messages;

namespace Mogambo.Bots;

/// <summary>Text as WhatsApp sends it.</summary>
internal static class TextContent
{
    /// <summary>WhatsApp's limit of a text's body, in characters (fact sheet 8.2).</summary>
    public const int MaxLength = 4096;

    /// <summary>A text message; what is longer than <see cref="MaxLength"/> is cut.</summary>
    public static OutboundContent Of(string body)
    {
        using var buffer = new MemoryStream(body.Length + 40);
        using (var json = new Utf8JsonWriter(buffer))
        {
            json.WriteStartObject();
            json.WriteString("type", "text");
            json.WriteStartObject("text");
            json.WriteString("body", Cut(body));
            json.WriteEndObject();
            json.WriteEndObject();
        }

        return new("text", buffer.ToArray());
    }

    // Never between the two halves of a surrogate pair.
    private static ReadOnlySpan<char> Cut(string body) =>
        body.Length <= MaxLength ? body
        : char.IsHighSurrogate(body[MaxLength - 1]) ? body.AsSpan(0, MaxLength - 1)
        : body.AsSpan(0, MaxLength);
}
