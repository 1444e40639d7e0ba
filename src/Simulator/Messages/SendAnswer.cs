using System.Text.Json;
using Mogambo.Simulator.Chats;

namespace Mogambo.Simulator.Messages;

/// <summary>The answer to an accepted message (fact sheet 8.1).</summary>
internal static class SendAnswer
{
    public static void Write(Utf8JsonWriter json, (SendRequest Request, User User, string Id) answer)
    {
        json.WriteStartObject();
        json.WriteString("messaging_product", "whatsapp");
        json.WriteStartArray("contacts");
        json.WriteStartObject();
        json.WriteString("input", answer.Request.Input);
        if (answer.Request.To.Contains('.', StringComparison.Ordinal))
        {
            json.WriteString("user_id", answer.Request.To);
        }
        else
        {
            json.WriteString("wa_id", answer.User.WaId);
        }

        json.WriteEndObject();
        json.WriteEndArray();
        json.WriteStartArray("messages");
        json.WriteStartObject();
        json.WriteString("id", answer.Id);
        if (answer.Request.Type == "template")
        {
            json.WriteString("message_status", "accepted");
        }

        json.WriteEndObject();
        json.WriteEndArray();
        json.WriteEndObject();
    }
}
