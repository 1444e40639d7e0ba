using System.Text.Json;
using Mogambo.Simulator.Accounts;
using Mogambo.Simulator.Chats;

namespace Mogambo.Simulator.Webhooks;

/// <summary>One thing WhatsApp reports. Several may share a POST.</summary>
internal abstract record Update(Account Account)
{
    /// <summary>The wamid it is about, or the id of the report.</summary>
    public abstract string ItemId { get; }

    public virtual Number? Number => null;

    public virtual User? User => null;

    /// <summary>Writes one element of <c>entry[].changes[]</c>.</summary>
    public abstract void WriteChange(Utf8JsonWriter json);
}

/// <summary>A message a user wrote (fact sheet 4).</summary>
/// <param name="Content">JSON of the object named by the message's type.</param>
/// <param name="Context">JSON of <c>context</c>, or null.</param>
internal sealed record UserMessage(Number To, User From, string Id, long At, string Type, string Content, string? Context) : Update(To.Account)
{
    public override string ItemId => Id;

    public override Number Number => To;

    public override User User => From;

    public override void WriteChange(Utf8JsonWriter json)
    {
        json.WriteStartObject();
        json.WriteString("field", "messages");
        json.WriteStartObject("value");
        Envelope.WriteMetadata(json, To);
        Envelope.WriteContacts(json, From);
        json.WriteStartArray("messages");
        json.WriteStartObject();
        if (Context is not null)
        {
            json.WritePropertyName("context");
            json.WriteRawValue(Context);
        }

        if (From.WaId is not null)
        {
            json.WriteString("from", From.WaId);
        }

        json.WriteString("from_user_id", From.UserId);
        json.WriteString("id", Id);
        json.WriteString("timestamp", Envelope.Text(At));
        json.WriteString("type", Type);
        if (Content != "null")
        {
            json.WritePropertyName(Type);
            json.WriteRawValue(Content);
        }

        json.WriteEndObject();
        json.WriteEndArray();
        json.WriteEndObject();
        json.WriteEndObject();
    }
}
