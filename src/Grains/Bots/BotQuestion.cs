using System.Text.Json;
using Mogambo.Conversations;
using Mogambo.Storage.Messages;

namespace Mogambo.Bots;

/// <summary>What a bot is told (contract section 7).</summary>
internal sealed record BotQuestion
{
    public required TurnId Turn { get; init; }

    public required ConversationId Conversation { get; init; }

    public required string? Name { get; init; }

    public required DateTimeOffset WindowClosesAt { get; init; }

    /// <summary>WhatsApp's message object, as it came.</summary>
    public required byte[] Message { get; init; }

    /// <summary>What the bot said it wants back; null at first.</summary>
    public required byte[]? Context { get; init; }

    /// <summary>The messages before this one, at most ten, oldest first.</summary>
    public required IReadOnlyList<StoredMessage> History { get; init; }

    public byte[] ToJson()
    {
        using var buffer = new MemoryStream();
        using (var json = new Utf8JsonWriter(buffer))
        {
            json.WriteStartObject();
            json.WriteString("conversation", Conversation.ToString());
            json.WriteString("turn", Turn.ToString());
            json.WriteString("number", Conversation.Number.Value);
            json.WriteString("user", Conversation.User.Value);
            json.WriteString("name", Name);
            json.WriteString("window_closes_at", WindowClosesAt);
            json.WritePropertyName("message");
            json.WriteRawValue(Message, skipInputValidation: true);
            json.WritePropertyName("context");
            json.WriteRawValue(Context ?? "{}"u8, skipInputValidation: true);
            json.WriteStartArray("history");
            foreach (var message in History)
            {
                json.WriteStartObject();
                json.WriteString("id", message.Key.Id.ToString());
                json.WriteString("direction", message.Direction == MessageDirection.Inbound ? "inbound" : "outbound");
                json.WriteString("type", message.Type);
                json.WriteString("at", DateTimeOffset.FromUnixTimeMilliseconds(message.Key.At));
                json.WritePropertyName("content");
                json.WriteRawValue(message.Content, skipInputValidation: true);
                json.WriteEndObject();
            }

            json.WriteEndArray();
            json.WriteEndObject();
        }

        return buffer.ToArray();
    }
}
