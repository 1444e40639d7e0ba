using System.Diagnostics.CodeAnalysis;
using System.Security.Cryptography;
using SimpleBase;

namespace Mogambo;

/// <summary>How ids of 16 bytes are shown and read: a prefix that tells what it names, and 26 characters of Crockford base32.</summary>
public static class PrefixedId
{
    private const int EncodedLength = 26;

    public static string Format(string prefix, Guid id) => prefix + Base32.Crockford.Encode(id.ToByteArray(bigEndian: true));

    /// <summary>Reads exactly what <see cref="Format"/> writes: one id has one spelling.</summary>
    public static bool TryParse(string prefix, [NotNullWhen(true)] string? text, out Guid id)
    {
        id = default;
        if (text is null || text.Length != prefix.Length + EncodedLength || !text.StartsWith(prefix, StringComparison.Ordinal))
        {
            return false;
        }

        Span<byte> bytes = stackalloc byte[17];
        if (!Base32.Crockford.TryDecode(text.AsSpan(prefix.Length), bytes, out var written) || written < 16)
        {
            return false;
        }

        id = new Guid(bytes[..16], bigEndian: true);
        return string.Equals(Format(prefix, id), text, StringComparison.Ordinal);
    }

    /// <summary>A version-8 UUID of the first 16 of 32 bytes, such as a SHA-256 hash: the same content always has the same id.</summary>
    public static Guid OfHash(ReadOnlySpan<byte> sha256)
    {
        Span<byte> bytes = stackalloc byte[SHA256.HashSizeInBytes];
        sha256.CopyTo(bytes);
        bytes[6] = (byte)((bytes[6] & 0x0F) | 0x80);
        bytes[8] = (byte)((bytes[8] & 0x3F) | 0x80);
        return new Guid(bytes[..16], bigEndian: true);
    }
}
