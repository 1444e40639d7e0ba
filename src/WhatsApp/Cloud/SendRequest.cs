using System.Buffers;
using System.Runtime.InteropServices;
using System.Text.Json;
using Mogambo.Messages;

namespace Mogambo.WhatsApp.Cloud;

/// <summary>The body of <c>POST /{phone_number_id}/messages</c> (fact sheet 8.1).</summary>
internal static class SendRequest
{
    /// <summary>
    /// The content's members as they stand, and ours: to whom it goes and which attempt it is are never read from the content, even if it
    /// says so.
    /// </summary>
    /// <exception cref="JsonException">The content is not JSON.</exception>
    /// <exception cref="InvalidOperationException">The content is not an object.</exception>
    public static ReadOnlyMemory<byte> Body(Recipient to, OutboundContent content, AttemptId attempt)
    {
        var buffer = new ArrayBufferWriter<byte>(content.Json.Length + 256);
        using (var writer = new Utf8JsonWriter(buffer, new() { SkipValidation = true }))
        {
            writer.WriteStartObject();
            writer.WriteString("messaging_product"u8, "whatsapp"u8);
            writer.WriteString("recipient_type"u8, "individual"u8);
            WriteRecipient(writer, to);
            WriteContent(writer, content);
            writer.WriteString("biz_opaque_callback_data"u8, attempt.ToString());
            writer.WriteEndObject();
        }

        return buffer.WrittenMemory;
    }

    // Given both, `to` wins at WhatsApp as well (fact sheet 7).
    private static void WriteRecipient(Utf8JsonWriter writer, Recipient to)
    {
        if (to.WaId is { Length: > 0 } waId)
        {
            writer.WriteString("to"u8, waId);
        }
        else
        {
            writer.WriteString(
                "recipient"u8,
                to.BusinessScopedUserId is { Length: > 0 } id ? id : throw new ArgumentException("A send needs a recipient.", nameof(to)));
        }
    }

    private static void WriteContent(Utf8JsonWriter writer, OutboundContent content)
    {
        using var document = JsonDocument.Parse(content.Json);
        foreach (var member in document.RootElement.EnumerateObject())
        {
            if (member.Name is "messaging_product" or "recipient_type" or "to" or "recipient" or "biz_opaque_callback_data")
            {
                continue;
            }

            writer.WritePropertyName(member.Name);
            writer.WriteRawValue(JsonMarshal.GetRawUtf8Value(member.Value), skipInputValidation: true);
        }
    }
}
