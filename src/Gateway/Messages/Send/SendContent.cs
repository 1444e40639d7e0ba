using System.Buffers;
using System.Text.Encodings.Web;
using System.Text.Json;
using Mogambo.Messages;

namespace Mogambo.Gateway.Messages.Send;

/// <summary>
/// Content is built, never passed through: <c>{"type":…,"{type}":{…},"context"?}</c> and nothing else, so that no caller can name another
/// recipient or another attempt.
/// </summary>
internal static class SendContent
{
    private static readonly JsonWriterOptions AsItIs = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    /// <param name="repliesTo">WhatsApp's id of the message that is replied to.</param>
    public static OutboundContent Of(string type, JsonElement member, string? repliesTo)
    {
        var buffer = new ArrayBufferWriter<byte>(512);
        using (var writer = new Utf8JsonWriter(buffer, AsItIs))
        {
            writer.WriteStartObject();
            writer.WriteString("type", type);
            writer.WritePropertyName(type);
            member.WriteTo(writer);
            if (repliesTo is not null)
            {
                writer.WriteStartObject("context");
                writer.WriteString("message_id", repliesTo);
                writer.WriteEndObject();
            }

            writer.WriteEndObject();
        }

        return new(type, buffer.WrittenSpan.ToArray());
    }

    /// <summary>A filled template, as a reply where it is one.</summary>
    public static OutboundContent OfTemplate(byte[] filled, string? repliesTo)
    {
        if (repliesTo is null)
        {
            return new(SendMembers.Template, filled);
        }

        using var json = JsonDocument.Parse(filled);
        return Of(SendMembers.Template, json.RootElement.GetProperty(SendMembers.Template), repliesTo);
    }
}
