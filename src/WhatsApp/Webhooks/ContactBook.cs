using System.Text.Json;
using Mogambo.WhatsApp.Json;

namespace Mogambo.WhatsApp.Webhooks;

/// <summary>
/// The <c>contacts</c> beside messages, found by <c>wa_id</c> or <c>user_id</c> and never by index (fact sheet 4.1). They only add to a
/// message: one that does not read is as if it were not there.
/// </summary>
internal sealed class ContactBook
{
    private readonly List<(string? WaId, string? UserId, JsonElement Contact)> _few = [];
    private readonly Dictionary<string, JsonElement>? _many;

    public ContactBook(JsonElement value, bool sound)
    {
        if (value.Peek("contacts"u8) is not { ValueKind: JsonValueKind.Array } contacts)
        {
            return;
        }

        foreach (var contact in contacts.EnumerateArray())
        {
            if (contact.ValueKind == JsonValueKind.Object && (sound || JsonText.IsSound(contact.Raw())))
            {
                _few.Add((contact.PeekText("wa_id"u8), contact.PeekText("user_id"u8), contact));
            }
        }

        if (_few.Count > 8)
        {
            _many = new(StringComparer.Ordinal);
            foreach (var (waId, userId, contact) in _few)
            {
                _many.TryAdd(waId ?? "", contact);
                _many.TryAdd(userId ?? "", contact);
            }
        }
    }

    public JsonElement? Find(string? from, string? fromUserId) => Find(from) ?? Find(fromUserId);

    /// <summary>What the user calls themselves: any Unicode, but U+0000, which databases refuse, shows as U+FFFD.</summary>
    public static string? NameOf(JsonElement contact) =>
        contact.Peek("profile"u8)?.PeekText("name"u8) is { Length: > 0 } name
            ? name.Replace('\0', '\uFFFD')
            : null;

    public static string? UserIdOf(JsonElement contact) => contact.PeekText("user_id"u8);

    private JsonElement? Find(string? id)
    {
        if (string.IsNullOrEmpty(id))
        {
            return null;
        }

        if (_many is not null)
        {
            return _many.TryGetValue(id, out var contact) ? contact : null;
        }

        foreach (var (waId, userId, contact) in _few)
        {
            if (waId == id || userId == id)
            {
                return contact;
            }
        }

        return null;
    }
}
