using System.Diagnostics.CodeAnalysis;
using System.Security.Cryptography;
using System.Text;
using Mogambo.Accounts;
using SimpleBase;

namespace Mogambo.Storage.DeadLetters;

/// <summary>
/// The id of a dead letter: a hash of what it holds, so that a repeated webhook adds no second one. Shown as <c>dlq_</c> and 26 characters
/// of Crockford base32.
/// </summary>
public readonly record struct DeadLetterId(Guid Value) : IParsable<DeadLetterId>
{
    private const string Prefix = "dlq_";

    public static DeadLetterId Of(AccountId account, ReadOnlySpan<byte> raw)
    {
        using var sha = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        sha.AppendData(Encoding.ASCII.GetBytes(account.Value));
        sha.AppendData("\n"u8);
        sha.AppendData(raw);
        Span<byte> hash = stackalloc byte[SHA256.HashSizeInBytes];
        sha.GetHashAndReset(hash);
        hash[6] = (byte)((hash[6] & 0x0F) | 0x80);
        hash[8] = (byte)((hash[8] & 0x3F) | 0x80);
        return new(new Guid(hash[..16], bigEndian: true));
    }

    public static DeadLetterId Parse(string s, IFormatProvider? provider = null) =>
        TryParse(s, provider, out var id) ? id : throw new FormatException("A dead letter id is dlq_ and 26 characters.");

    public static bool TryParse([NotNullWhen(true)] string? s, IFormatProvider? provider, out DeadLetterId result)
    {
        result = default;
        if (s is null || s.Length != Prefix.Length + 26 || !s.StartsWith(Prefix, StringComparison.Ordinal))
        {
            return false;
        }

        Span<byte> bytes = stackalloc byte[17];
        if (!Base32.Crockford.TryDecode(s.AsSpan(Prefix.Length), bytes, out var written) || written < 16)
        {
            return false;
        }

        result = new(new Guid(bytes[..16], bigEndian: true));
        return true;
    }

    public override string ToString() => Prefix + Base32.Crockford.Encode(Value.ToByteArray(bigEndian: true));
}
