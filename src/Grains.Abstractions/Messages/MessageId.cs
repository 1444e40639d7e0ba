using System.Buffers.Binary;
using System.Diagnostics.CodeAnalysis;
using System.Security.Cryptography;
using System.Text;
using Mogambo.Accounts;

namespace Mogambo.Messages;

/// <summary>
/// Mogambo's id of a message: 16 bytes. An inbound one's is a hash of (number, wamid), so every repeat of a webhook names the same row;
/// an outbound one's is a UUIDv7, so its millisecond is its partition. Shown as <c>msg_</c> and 26 characters of Crockford base32.
/// </summary>
[GenerateSerializer, Immutable, Alias("mogambo.message-id")]
public readonly record struct MessageId([property: Id(0)] Guid Value) : IParsable<MessageId>
{
    private const string Prefix = "msg_";

    /// <summary>The id that this wamid has on this number, as a version-8 UUID.</summary>
    public static MessageId OfInbound(PhoneNumberId number, string wamid)
    {
        Span<byte> hash = stackalloc byte[SHA256.HashSizeInBytes];
        SHA256.HashData(Encoding.UTF8.GetBytes($"{number.Value}\n{wamid}"), hash);
        return new(PrefixedId.OfHash(hash));
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
