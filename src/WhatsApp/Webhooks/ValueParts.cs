using System.Buffers;
using System.Text;
using System.Text.Json;
using Mogambo.WhatsApp.Json;

namespace Mogambo.WhatsApp.Webhooks;

/// <summary>
/// The lists in a value (<c>messages</c>, <c>statuses</c>, …), read element by element: one that does not read is put aside and spoils
/// none of the others.
/// </summary>
internal sealed class ValueParts(JsonElement value, bool sound, Action<JsonElement> count)
{
    // A part is kept with what it shares with its siblings, unless that is so large that a thousand copies of it would be a load.
    private const int MaxSharedBytes = 4096;

    private readonly List<(string Name, JsonElement List)> _lists = [];
    private readonly List<Bad> _bad = [];
    private ContactBook? _contacts;

    public IReadOnlyList<Bad> Malformed => _bad;

    public JsonElement Value => value;

    /// <summary>The value's contacts; read once.</summary>
    public ContactBook Contacts => _contacts ??= new(value, sound);

    /// <exception cref="MalformedException">The list is not an array.</exception>
    public List<T> Read<T>(ReadOnlySpan<byte> utf8Name, Func<JsonElement, T> read)
    {
        if (!value.TryGetArray(utf8Name, out var list))
        {
            return [];
        }

        var name = Encoding.UTF8.GetString(utf8Name);
        count(list);
        _lists.Add((name, list));
        var parts = new List<T>(list.GetArrayLength());
        var index = 0;
        foreach (var element in list.EnumerateArray())
        {
            try
            {
                parts.Add(sound || JsonText.IsSound(element.Raw()) ? read(element) : throw new MalformedException("not Unicode"));
            }
            catch (MalformedException e)
            {
                _bad.Add(new(name, index, element, e.Message));
            }

            index++;
        }

        return parts;
    }

    /// <summary>The value without its malformed parts; null if it has none.</summary>
    public byte[]? WithoutMalformed()
    {
        if (_bad.Count == 0)
        {
            return null;
        }

        var bad = _bad.Select(part => (part.List, part.Index)).ToHashSet();
        return Write(writer =>
        {
            WriteShared(writer, "contacts"u8, maxBytes: int.MaxValue);
            foreach (var (name, list) in _lists)
            {
                writer.WriteStartArray(name);
                var index = 0;
                foreach (var element in list.EnumerateArray())
                {
                    if (!bad.Contains((name, index++)))
                    {
                        writer.WriteRawValue(element.Raw(), skipInputValidation: true);
                    }
                }

                writer.WriteEndArray();
            }
        });
    }

    /// <summary>A value that holds one malformed part and what it needs to be parsed again once it is mended.</summary>
    public byte[] Only(Bad part) => Write(writer =>
    {
        if (ContactOf(part.Element) is { } contact && contact.Raw().Length <= MaxSharedBytes)
        {
            writer.WriteStartArray("contacts"u8);
            writer.WriteRawValue(contact.Raw(), skipInputValidation: true);
            writer.WriteEndArray();
        }

        writer.WriteStartArray(part.List);
        writer.WriteRawValue(part.Element.Raw(), skipInputValidation: true);
        writer.WriteEndArray();
    });

    private byte[] Write(Action<Utf8JsonWriter> writeParts)
    {
        var buffer = new ArrayBufferWriter<byte>();
        using (var writer = new Utf8JsonWriter(buffer, new() { SkipValidation = true }))
        {
            writer.WriteStartObject();
            WriteShared(writer, "messaging_product"u8, MaxSharedBytes);
            WriteShared(writer, "metadata"u8, MaxSharedBytes);
            writeParts(writer);
            writer.WriteEndObject();
        }

        return buffer.WrittenSpan.ToArray();
    }

    private void WriteShared(Utf8JsonWriter writer, ReadOnlySpan<byte> name, int maxBytes)
    {
        if (value.Peek(name) is { } member && member.Raw().Length <= maxBytes)
        {
            writer.WritePropertyName(name);
            writer.WriteRawValue(member.Raw(), skipInputValidation: true);
        }
    }

    private JsonElement? ContactOf(JsonElement part) => sound || JsonText.IsSound(part.Raw())
        ? Contacts.Find(part.PeekText("from"u8), part.PeekText("from_user_id"u8))
        : null;

    /// <summary>A part that does not read.</summary>
    internal readonly record struct Bad(string List, int Index, JsonElement Element, string Details);
}
