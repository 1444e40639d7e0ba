using System.Runtime.InteropServices;
using System.Security.Cryptography;

namespace Mogambo.WhatsApp.Webhooks;

/// <summary>The header <c>X-Hub-Signature-256</c> of a webhook (fact sheet 3.3).</summary>
public static class WebhookSignature
{
    /// <summary>The header that carries it.</summary>
    public const string Header = "X-Hub-Signature-256";

    private const string Prefix = "sha256=";
    private const int HexLength = SHA256.HashSizeInBytes * 2;
    private const int HeaderLength = 7 + HexLength;

    /// <summary>
    /// Whether the header is exactly <c>sha256=</c> and the lower-case hex of HMAC-SHA256 over the raw bytes. Everything else is refused:
    /// upper case in prefix or digits, blanks, a list. An empty secret matches nothing. Takes the same time wherever the digits differ,
    /// and allocates nothing.
    /// </summary>
    /// <param name="body">The bytes as they came: JSON that was parsed and written again has another signature.</param>
    /// <param name="secret">UTF-8 bytes of the app's secret.</param>
    public static bool Matches(ReadOnlySpan<byte> body, string? header, ReadOnlySpan<byte> secret)
    {
        if (secret.IsEmpty
            || header is not { Length: HeaderLength }
            || !header.StartsWith(Prefix, StringComparison.Ordinal))
        {
            return false;
        }

        Span<byte> hash = stackalloc byte[SHA256.HashSizeInBytes];
        HMACSHA256.HashData(secret, body, hash);
        Span<char> expected = stackalloc char[HexLength];
        Convert.TryToHexStringLower(hash, expected, out _);
        return CryptographicOperations.FixedTimeEquals(
            MemoryMarshal.AsBytes(header.AsSpan(Prefix.Length)),
            MemoryMarshal.AsBytes(expected));
    }
}
