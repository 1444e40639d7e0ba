using System.Buffers;
using System.Buffers.Binary;
using System.Security.Cryptography;
using System.Text;

namespace Mogambo.Gateway.Authentication;

/// <summary>
/// Keys that Mogambo makes: <c>mgb_</c>, 43 random letters and digits (256 bits), and 6 that follow from them, so that a mistyped or cut
/// key is told from an unknown one.
/// </summary>
internal static class GeneratedKey
{
    public const string Prefix = "mgb_";

    private const string Alphabet = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz";
    private const int RandomLength = 43;
    private const int ChecksumLength = 6;
    private const int Length = 4 + RandomLength + ChecksumLength;

    private static readonly SearchValues<char> s_alphabet = SearchValues.Create(Alphabet);

    public static string New()
    {
        var key = Prefix + RandomNumberGenerator.GetString(Alphabet, RandomLength);
        return key + Checksum(key);
    }

    /// <summary>Whether it has the form of a generated key, but its last characters do not follow from the others.</summary>
    public static bool IsMistyped(ReadOnlySpan<char> key) =>
        key.Length == Length
        && key.StartsWith(Prefix, StringComparison.Ordinal)
        && !key[Prefix.Length..].ContainsAnyExcept(s_alphabet)
        && !key[^ChecksumLength..].SequenceEqual(Checksum(key[..^ChecksumLength]));

    private static string Checksum(ReadOnlySpan<char> text)
    {
        Span<byte> bytes = stackalloc byte[Length];
        Span<byte> hash = stackalloc byte[SHA256.HashSizeInBytes];
        SHA256.HashData(bytes[..Encoding.ASCII.GetBytes(text, bytes)], hash);
        var value = BinaryPrimitives.ReadUInt32BigEndian(hash);
        Span<char> characters = stackalloc char[ChecksumLength];
        for (var n = ChecksumLength - 1; n >= 0; n--)
        {
            (value, var digit) = Math.DivRem(value, (uint)Alphabet.Length);
            characters[n] = Alphabet[(int)digit];
        }

        return characters.ToString();
    }
}
