using System.Text.Json;

namespace Mogambo.Simulator.Chats;

/// <summary>How far a message came; the order is the rank, so a later step never gives way to an earlier one.</summary>
internal enum Tick
{
    Waiting = 0,
    Sent = 1,
    Delivered = 2,
    Read = 3,
    Failed = 4,
}

/// <summary>One bubble on the phone. Its tick and reaction change under the lock of its <see cref="User"/>.</summary>
/// <param name="Id">The wamid.</param>
/// <param name="Number">Phone number id of the business.</param>
/// <param name="IsFromUser">Written on this phone, rather than by the business.</param>
/// <param name="Type">WhatsApp's message type.</param>
/// <param name="Content">JSON of the object of that type; of a template, the text with its parameters filled in.</param>
/// <param name="At">Unix seconds.</param>
internal sealed record ChatMessage(string Id, string Number, bool IsFromUser, string Type, string Content, long At)
{
    public Tick Tick { get; set; }

    /// <summary>Code of the error that failed it.</summary>
    public int ErrorCode { get; set; }

    /// <summary>The emoji the other side put on it.</summary>
    public string? Reaction { get; set; }

    /// <summary>The message it answers.</summary>
    public string? QuotedId { get; init; }

    public void Write(Utf8JsonWriter json)
    {
        json.WriteStartObject();
        json.WriteString("id", Id);
        json.WriteString("number", Number);
        json.WriteString("direction", IsFromUser ? "out" : "in");
        json.WriteString("type", Type);
        json.WritePropertyName("content");
        json.WriteRawValue(Content);
        json.WriteNumber("at", At);
        json.WriteString("status", NameOf(Tick));
        if (ErrorCode != 0)
        {
            json.WriteNumber("error_code", ErrorCode);
        }

        if (Reaction is not null)
        {
            json.WriteString("reaction", Reaction);
        }

        if (QuotedId is not null)
        {
            json.WriteString("quoted_id", QuotedId);
        }

        json.WriteEndObject();
    }

    public static string NameOf(Tick tick) => tick switch
    {
        Tick.Waiting => "waiting",
        Tick.Sent => "sent",
        Tick.Delivered => "delivered",
        Tick.Read => "read",
        _ => "failed",
    };
}
