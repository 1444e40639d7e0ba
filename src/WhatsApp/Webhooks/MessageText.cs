using System.Text.Json;
using Mogambo.WhatsApp.Json;

namespace Mogambo.WhatsApp.Webhooks;

/// <summary>What the user wrote or tapped, where the type has such a text (fact sheet 4.4): what rules match on.</summary>
internal static class MessageText
{
    /// <exception cref="MalformedException">The text is not where its type has it.</exception>
    public static string? Of(JsonElement message, string type) => (type switch
    {
        "text" => Member(message, "text"u8, "body"u8),
        "button" => Member(message, "button"u8, "text"u8),
        "image" => Member(message, "image"u8, "caption"u8),
        "video" => Member(message, "video"u8, "caption"u8),
        "document" => Member(message, "document"u8, "caption"u8),
        "order" => Member(message, "order"u8, "text"u8),
        "interactive" when message.TryGetObject("interactive"u8, out var interactive) =>
            Member(interactive, "button_reply"u8, "title"u8) ?? Member(interactive, "list_reply"u8, "title"u8),
        _ => null,
    })?.Replace('\0', '\uFFFD');

    private static string? Member(JsonElement message, ReadOnlySpan<byte> container, ReadOnlySpan<byte> text) =>
        message.TryGetObject(container, out var content) ? content.TextOf(text) : null;
}
