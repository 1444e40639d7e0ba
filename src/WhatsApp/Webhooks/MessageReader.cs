using System.Text.Json;
using Mogambo.Accounts;
using Mogambo.Conversations;
using Mogambo.Messages;
using Mogambo.WhatsApp.Json;

namespace Mogambo.WhatsApp.Webhooks;

/// <summary>Reads one element of <c>messages</c> (fact sheet 4.2, 4.4), of either instance.</summary>
internal static class MessageReader
{
    /// <summary>An id of WhatsApp's may be this long; fact sheet 1 advises to leave room for 256 and more.</summary>
    private const int MaxIdLength = 512;

    private const int MaxTypeLength = 64;

    /// <exception cref="MalformedException">No id, no sender, no timestamp between 2010 and 2100, or members of wrong types.</exception>
    public static ReceivedMessage Read(JsonElement message, PhoneNumberId number, ContactBook contacts)
    {
        var wamid = IdOf(message);
        var from = message.TextOf("from"u8);
        var fromUserId = message.TextOf("from_user_id"u8);
        var contact = contacts.Find(from, fromUserId);
        var user = UserOf(from, fromUserId);
        var type = TypeOf(message);
        var sentAt = message.RequiredTime("timestamp"u8);
        return new(user, new()
        {
            Id = MessageId.OfInbound(number, wamid, sentAt),
            Wamid = wamid,
            SentAt = sentAt,
            Type = type,
            Text = MessageText.Of(message, type),
            Name = contact is { } book ? ContactBook.NameOf(book) : null,
            WaId = user.IsBusinessScoped ? null : from,
            BusinessScopedUserId = BusinessScoped(fromUserId)
                ?? BusinessScoped(from)
                ?? BusinessScoped(contact is { } known ? ContactBook.UserIdOf(known) : null),
            Content = message.Raw().ToArray(),
        });
    }

    public static string IdOf(JsonElement message) =>
        message.RequiredText("id"u8) is { Length: <= MaxIdLength } id && !HasControls(id)
            ? id
            : throw new MalformedException("id is not an id of WhatsApp's");

    /// <summary>Whose it is: by digits where WhatsApp tells them, otherwise by business-scoped user id (fact sheet 7).</summary>
    public static UserId UserOf(string? digits, string? businessScopedId) =>
        UserId.TryParse(digits, null, out var user) || UserId.TryParse(businessScopedId, null, out user)
            ? user
            : throw new MalformedException("the user is missing");

    public static string? BusinessScoped(string? text) =>
        UserId.TryParse(text, null, out var user) && user.IsBusinessScoped ? text : null;

    /// <summary>Any word: new types come without notice (fact sheet 4.2). Content without one is still a user's message.</summary>
    public static string TypeOf(JsonElement message) =>
        message.TextOf("type"u8) is not { Length: > 0 } type ? "unknown"
        : type.Length <= MaxTypeLength && !HasControls(type) ? type
        : throw new MalformedException("type is not a word");

    private static bool HasControls(string text) => text.AsSpan().ContainsAnyInRange('\0', '\x1F');
}
