using System.Numerics;

namespace Mogambo.EndToEnd.Tests.Crashes;

/// <summary>Reads <c>msg_{Crockford base32}.{attempt}</c> without the product's own code.</summary>
internal static class OpaqueId
{
    private const string Alphabet = "0123456789ABCDEFGHJKMNPQRSTVWXYZ";

    public static Guid Decode(string opaque)
    {
        var number = BigInteger.Zero;
        foreach (var c in opaque["msg_".Length..opaque.IndexOf('.', StringComparison.Ordinal)])
        {
            number = (number * 32) + Alphabet.IndexOf(c, StringComparison.Ordinal);
        }

        // 26 characters hold 130 bits, the last two of them padding.
        var bytes = (number >> 2).ToByteArray(isUnsigned: true, isBigEndian: true);
        return new Guid([.. new byte[16 - bytes.Length], .. bytes], bigEndian: true);
    }
}
