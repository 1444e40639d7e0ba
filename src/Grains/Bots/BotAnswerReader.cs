using System.Text.Json;
using Mogambo.Messages;

namespace Mogambo.Bots;

/// <summary>Reads a bot's answer: bounded, typed, and never to anyone but the user who wrote.</summary>
internal static class BotAnswerReader
{
    /// <summary>At most this many messages a turn (contract section 7).</summary>
    public const int MaxMessages = 10;

    /// <summary>A bot's context is at most this many bytes.</summary>
    public const int MaxContextBytes = 4 * 1024;

    private static readonly HashSet<string> s_types =
        ["text", "image", "audio", "video", "document", "sticker", "location", "contacts", "interactive", "reaction"];

    private static readonly JsonDocumentOptions s_limits = new() { MaxDepth = 32 };

    public static BotAnswer Read(ReadOnlyMemory<byte> body)
    {
        try
        {
            using var json = JsonDocument.Parse(body, s_limits);
            return Read(json.RootElement);
        }
        catch (Exception e) when (e is JsonException or InvalidOperationException)
        {
            return new BotAnswer.Failed("The answer is not JSON.");
        }
    }

    private static BotAnswer Read(JsonElement answer)
    {
        if (answer.ValueKind != JsonValueKind.Object)
        {
            return new BotAnswer.Failed("The answer is not a JSON object.");
        }

        var replies = new List<OutboundContent>();
        if (answer.TryGetProperty("messages", out var messages) && messages.ValueKind != JsonValueKind.Null)
        {
            if (messages.ValueKind != JsonValueKind.Array || messages.GetArrayLength() > MaxMessages)
            {
                return new BotAnswer.Failed($"'messages' is not an array of at most {MaxMessages}.");
            }

            foreach (var message in messages.EnumerateArray())
            {
                if (Fault(message) is { } fault)
                {
                    return new BotAnswer.Failed($"messages[{replies.Count}] {fault}");
                }

                replies.Add(Content(message));
            }
        }

        return WithContextAndHandler(answer, new(replies));
    }

    private static BotAnswer WithContextAndHandler(JsonElement answer, BotAnswer.Replied replied)
    {
        if (answer.TryGetProperty("context", out var context) && context.ValueKind != JsonValueKind.Null)
        {
            var bytes = JsonSerializer.SerializeToUtf8Bytes(context);
            if (bytes.Length > MaxContextBytes)
            {
                return new BotAnswer.Failed($"'context' has {bytes.Length} bytes, more than {MaxContextBytes}.");
            }

            replied = replied with { Context = bytes };
        }

        if (answer.TryGetProperty("handler", out var handler) && handler.ValueKind != JsonValueKind.Null)
        {
            if (handler.ValueKind != JsonValueKind.String || handler.GetString() is not ("human" or "bot"))
            {
                return new BotAnswer.Failed("'handler' is neither \"human\" nor \"bot\".");
            }

            replied = replied with { HandsToHuman = handler.GetString() == "human" };
        }

        return replied;
    }

    private static string? Fault(JsonElement message)
    {
        if (message.ValueKind != JsonValueKind.Object)
        {
            return "is not an object.";
        }

        if (message.TryGetProperty("to", out _) || message.TryGetProperty("recipient", out _))
        {
            return "names a recipient: a reply goes to the user who wrote, and to nobody else.";
        }

        if (!message.TryGetProperty("type", out var type) || type.ValueKind != JsonValueKind.String || !s_types.Contains(type.GetString()!))
        {
            return $"has no 'type' that may be sent freely ({string.Join(", ", s_types)}).";
        }

        if (!message.TryGetProperty(type.GetString()!, out var content) || content.ValueKind is not (JsonValueKind.Object or JsonValueKind.Array))
        {
            return $"has no member '{type.GetString()}'.";
        }

        return type.GetString() == "text" && !IsText(content) ? $"has no text.body of 1 to {TextContent.MaxLength} characters." : null;
    }

    private static bool IsText(JsonElement text) =>
        text.ValueKind == JsonValueKind.Object
        && text.TryGetProperty("body", out var body)
        && body.ValueKind == JsonValueKind.String
        && body.GetString()!.Length is > 0 and <= TextContent.MaxLength;

    /// <summary>The type, its member and the quoted message; whatever else the bot wrote stays behind.</summary>
    private static OutboundContent Content(JsonElement message)
    {
        var type = message.GetProperty("type").GetString()!;
        using var buffer = new MemoryStream();
        using (var json = new Utf8JsonWriter(buffer))
        {
            json.WriteStartObject();
            json.WriteString("type", type);
            json.WritePropertyName(type);
            message.GetProperty(type).WriteTo(json);
            if (message.TryGetProperty("context", out var context) && context.ValueKind == JsonValueKind.Object)
            {
                json.WritePropertyName("context");
                context.WriteTo(json);
            }

            json.WriteEndObject();
        }

        return new(type, buffer.ToArray());
    }
}
