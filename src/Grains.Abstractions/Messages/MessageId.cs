using System.Buffers.Binary;
using System.Diagnostics.CodeAnalysis;
using System.Security.Cryptography;
using System.Text;
using Mogambo.Accounts;

namespace Mogambo.Messages;

/// <summary>
/// Mogambo's id of a message: 16 bytes, of which the first six are its time in milliseconds (Unix), so that new rows lie together in every
/// index. An inbound one's goes on with a hash of (number, wamid), so every repeat of a webhook names the same row; an outbound one's is a
/// UUIDv7, so its time is its partition. Shown as <c>msg_</c> and 26 characters of Crockford base32.
/// </summary>
[GenerateSerializer, Immutable, Alias("mogambo.message-id")]
public readonly record struct MessageId([property: Id(0)] Guid Value) : IParsable<MessageId>
{
    private const string Prefix = "msg_";

    private const int TimeBytes = 6;

    /// <summary>The id that this wamid has on this number, as a version-8 UUID.</summary>
    /// <param name="sentAt">WhatsApp's own time of the message, the same in every repeat; not before 1970.</param>
    public static MessageId OfInbound(PhoneNumberId number, string wamid, DateTimeOffset sentAt)
    {
        Span<byte> bytes = stackalloc byte[TimeBytes + SHA256.HashSizeInBytes];
        BinaryPrimitives.WriteInt64BigEndian(bytes, sentAt.ToUnixTimeMilliseconds() << 16);
        SHA256.HashData(Encoding.UTF8.GetBytes($"{number.Value}\n{wamid}"), bytes[TimeBytes..]);
        return new(PrefixedId.OfHash(bytes[..SHA256.HashSizeInBytes]));
    }

    public static MessageId NewOutbound(DateTimeOffset now) => new(Guid.CreateVersion7(now));

    /// <summary>The millisecond (Unix) in an outbound id: where its row is kept.</summary>
    public long OutboundAt
    {
        get
        {
            Span<byte> bytes = stackalloc byte[16];
            Value.TryWriteBytes(bytes, bigEndian: true, out _);
            return BinaryPrimitives.ReadInt64BigEndian(bytes) >> 16;
        }
    }

    public static MessageId Parse(string s, IFormatProvider? provider = null) =>
        TryParse(s, provider, out var id) ? id : throw new FormatException("A message id is msg_ and 26 characters.");

    public static bool TryParse([NotNullWhen(true)] string? s, IFormatProvider? provider, out MessageId result)
    {
        var isId = PrefixedId.TryParse(Prefix, s, out var value);
        result = new(value);
        return isId;
    }

    public override string ToString() => PrefixedId.Format(Prefix, Value);
}
