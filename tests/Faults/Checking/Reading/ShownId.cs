namespace Mogambo.Faults.Checking.Reading;

/// <summary>
/// The form in which ids are shown, read and written without the product's own code: a prefix and 26 characters of Crockford base32, which
/// hold 130 bits, the last two of them padding.
/// </summary>
public static class ShownId
{
    public const string Message = "msg_";

    private const string Alphabet = "0123456789ABCDEFGHJKMNPQRSTVWXYZ";
    private const int Length = 26;

    public static string Of(string prefix, Guid id)
    {
        var bits = new UInt128(0, 0);
        foreach (var part in id.ToByteArray(bigEndian: true))
        {
            bits = (bits << 8) | part;
        }

        return string.Create(prefix.Length + Length, (prefix, bits), static (text, made) =>
        {
            made.prefix.CopyTo(text);
            var digits = text[made.prefix.Length..];
            digits[^1] = Alphabet[(int)(uint)(made.bits & 7) << 2];
            for (var (place, rest) = (Length - 2, made.bits >> 3); place >= 0; place--, rest >>= 5)
            {
                digits[place] = Alphabet[(int)(uint)(rest & 31)];
            }
        });
    }

    /// <summary>Null: no id with this prefix.</summary>
    public static Guid? Read(string prefix, ReadOnlySpan<char> text)
    {
        if (text.Length != prefix.Length + Length || !text.StartsWith(prefix, StringComparison.Ordinal))
        {
            return null;
        }

        var bits = new UInt128(0, 0);
        for (var place = 0; place < Length; place++)
        {
            var digit = Alphabet.IndexOf(text[prefix.Length + place], StringComparison.Ordinal);
            if (digit < 0)
            {
                return null;
            }

            bits = place < Length - 1 ? (bits << 5) | (uint)digit : (bits << 3) | ((uint)digit >> 2);
        }

        Span<byte> bytes = stackalloc byte[16];
        for (var place = 15; place >= 0; place--, bits >>= 8)
        {
            bytes[place] = (byte)(bits & 0xFF);
        }

        return new Guid(bytes, bigEndian: true);
    }

    /// <summary>Reads <c>msg_….{attempt}</c>, which every send of ours carries.</summary>
    public static AttemptKey? Attempt(string? opaque)
    {
        var dot = opaque?.IndexOf('.', StringComparison.Ordinal) ?? -1;
        return dot > 0 && Read(Message, opaque.AsSpan(0, dot)) is { } message && int.TryParse(opaque.AsSpan(dot + 1), out var attempt)
            ? new(message, attempt)
            : null;
    }
}
