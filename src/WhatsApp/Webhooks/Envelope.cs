using System.Globalization;
using System.Text;
using System.Text.Json;
using Mogambo.WhatsApp.Json;

namespace Mogambo.WhatsApp.Webhooks;

/// <summary>The head of an entry, which makes bodies of their own out of its changes (fact sheet 4.1).</summary>
internal sealed class Envelope
{
    /// <summary>What <c>object</c> says of every body that is for us.</summary>
    public const string Object = "whatsapp_business_account";

    // Ids have about 17 digits; this only keeps a thousand copies of an id from becoming a load.
    private const int MaxIdLength = 64;

    private readonly byte[] _head;

    private Envelope(string entryId, DateTimeOffset? time)
    {
        (EntryId, EntryTime) = (entryId, time);
        var head = $"{{\"object\":\"{Object}\",\"entry\":[{{\"id\":\"{JsonEncodedText.Encode(entryId)}\",";
        if (time is { } at)
        {
            head += string.Create(CultureInfo.InvariantCulture, $"\"time\":{at.ToUnixTimeSeconds()},");
        }

        _head = Encoding.UTF8.GetBytes(head + "\"changes\":[");
    }

    public string EntryId { get; }

    public DateTimeOffset? EntryTime { get; }

    /// <exception cref="MalformedException">The entry has no id.</exception>
    public static Envelope Of(JsonElement entry) =>
        entry.IdOf("id"u8) is { Length: > 0 and <= MaxIdLength } id
            ? new(id, TimeOf(entry))
            : throw new MalformedException("the entry's id is missing");

    /// <param name="entryId">An id as the body writes it, a JSON string or number; whatever else it is, the head has none.</param>
    public static Envelope OfRawId(ReadOnlySpan<byte> entryId)
    {
        var id = Encoding.UTF8.GetString(entryId).Trim('"');
        return new(id.Length <= MaxIdLength && id.All(char.IsAsciiLetterOrDigit) ? id : "", time: null);
    }

    /// <summary>A body that holds just this entry, as it came.</summary>
    public static byte[] WrapEntry(ReadOnlySpan<byte> entry) =>
        [.. Encoding.UTF8.GetBytes($"{{\"object\":\"{Object}\",\"entry\":["), .. entry, .. "]}"u8];

    /// <summary>A body that holds just this change.</summary>
    public byte[] Wrap(ReadOnlySpan<byte> change) => Concat(_head, change, "]}]}"u8);

    /// <summary>A body that holds just this change, with a value in place of its own.</summary>
    public byte[] Wrap(string field, ReadOnlySpan<byte> value) =>
        Wrap(Concat(Encoding.UTF8.GetBytes($"{{\"field\":\"{JsonEncodedText.Encode(field)}\",\"value\":"), value, "}"u8));

    private static byte[] Concat(ReadOnlySpan<byte> head, ReadOnlySpan<byte> middle, ReadOnlySpan<byte> tail)
    {
        var bytes = GC.AllocateUninitializedArray<byte>(head.Length + middle.Length + tail.Length);
        head.CopyTo(bytes);
        middle.CopyTo(bytes.AsSpan(head.Length));
        tail.CopyTo(bytes.AsSpan(head.Length + middle.Length));
        return bytes;
    }

    // Nothing hangs on the time of an entry, so a strange one is as none.
    private static DateTimeOffset? TimeOf(JsonElement entry)
    {
        try
        {
            return entry.TimeOf("time"u8);
        }
        catch (MalformedException)
        {
            return null;
        }
    }
}
