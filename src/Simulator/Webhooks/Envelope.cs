using System.Buffers;
using System.Globalization;
using System.Text.Json;
using Mogambo.Simulator.Accounts;
using Mogambo.Simulator.Chats;

namespace Mogambo.Simulator.Webhooks;

/// <summary>The body around updates (fact sheet 4.1).</summary>
internal static class Envelope
{
    private static readonly JsonWriterOptions Plain = new()
    {
        Encoder = System.Text.Encodings.Web.JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
        SkipValidation = true,
    };

    /// <summary>The exact bytes that are signed and posted. All updates belong to one account.</summary>
    public static byte[] Body(IReadOnlyList<Update> updates, DateTimeOffset now)
    {
        var buffer = new ArrayBufferWriter<byte>(1024);
        using (var json = new Utf8JsonWriter(buffer, Plain))
        {
            json.WriteStartObject();
            json.WriteString("object", "whatsapp_business_account");
            json.WriteStartArray("entry");
            json.WriteStartObject();
            json.WriteString("id", updates[0].Account.Id);
            if (updates[0] is FieldUpdate)
            {
                json.WriteNumber("time", now.ToUnixTimeSeconds());
            }

            json.WriteStartArray("changes");
            foreach (var update in updates)
            {
                update.WriteChange(json);
            }

            json.WriteEndArray();
            json.WriteEndObject();
            json.WriteEndArray();
            json.WriteEndObject();
        }

        return MetaJson.Escape(buffer.WrittenSpan);
    }

    public static void WriteMetadata(Utf8JsonWriter json, Number number)
    {
        json.WriteString("messaging_product", "whatsapp");
        json.WriteStartObject("metadata");
        json.WriteString("display_phone_number", number.Display);
        json.WriteString("phone_number_id", number.Id);
        json.WriteEndObject();
    }

    public static void WriteContacts(Utf8JsonWriter json, User user)
    {
        json.WriteStartArray("contacts");
        json.WriteStartObject();
        json.WriteStartObject("profile");
        json.WriteString("name", user.Name);
        json.WriteEndObject();
        if (user.WaId is not null)
        {
            json.WriteString("wa_id", user.WaId);
        }

        json.WriteString("user_id", user.UserId);
        json.WriteEndObject();
        json.WriteEndArray();
    }

    public static string Text(long number) => number.ToString(CultureInfo.InvariantCulture);
}
