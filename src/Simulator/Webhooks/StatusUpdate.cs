using System.Text.Json;
using Mogambo.Simulator.Accounts;
using Mogambo.Simulator.Chats;
using Mogambo.Simulator.Graph;

namespace Mogambo.Simulator.Webhooks;

/// <summary>A status of a message the business sent (fact sheet 5).</summary>
/// <param name="Status">sent, delivered, read or failed.</param>
/// <param name="Category">service, utility, marketing or authentication.</param>
/// <param name="Price">Pricing type: regular, or free for a reason.</param>
/// <param name="Opaque">The sender's <c>biz_opaque_callback_data</c>, echoed on every status.</param>
/// <param name="Error">Why it failed.</param>
internal sealed record StatusUpdate(
    Number From, User To, string Id, string Status, long At, string Category, string Price, string? Opaque, GraphError? Error) : Update(From.Account)
{
    public override string ItemId => Id;

    public override Number Number => From;

    public override User User => To;

    public override void WriteChange(Utf8JsonWriter json)
    {
        json.WriteStartObject();
        json.WriteString("field", "messages");
        json.WriteStartObject("value");
        Envelope.WriteMetadata(json, From);
        if (Error is null)
        {
            Envelope.WriteContacts(json, To);
        }

        json.WriteStartArray("statuses");
        WriteStatus(json);
        json.WriteEndArray();
        json.WriteEndObject();
        json.WriteEndObject();
    }

    private void WriteStatus(Utf8JsonWriter json)
    {
        json.WriteStartObject();
        json.WriteString("id", Id);
        json.WriteString("status", Status);
        json.WriteString("timestamp", Envelope.Text(At));
        if (To.WaId is not null)
        {
            json.WriteString("recipient_id", To.WaId);
        }

        if (Error is null || To.WaId is null)
        {
            json.WriteString("recipient_user_id", To.UserId);
        }

        if (Opaque is not null)
        {
            json.WriteString("biz_opaque_callback_data", Opaque);
        }

        if (Status is "sent" or "delivered")
        {
            WritePricing(json);
        }

        if (Error is not null)
        {
            WriteError(json, Error);
        }

        json.WriteEndObject();
    }

    private void WritePricing(Utf8JsonWriter json)
    {
        json.WriteStartObject("pricing");
        json.WriteBoolean("billable", Price == "regular");
        json.WriteString("pricing_model", "PMP");
        json.WriteString("type", Price);
        json.WriteString("category", Category);
        json.WriteEndObject();
    }

    private static void WriteError(Utf8JsonWriter json, GraphError error)
    {
        json.WriteStartArray("errors");
        json.WriteStartObject();
        json.WriteNumber("code", error.Code);
        json.WriteString("title", error.Title);
        json.WriteString("message", error.Title);
        json.WriteStartObject("error_data");
        json.WriteString("details", error.Details);
        json.WriteEndObject();
        json.WriteString("href", "https://developers.facebook.com/docs/whatsapp/cloud-api/support/error-codes/");
        json.WriteEndObject();
        json.WriteEndArray();
    }
}
