using System.Security.Cryptography;
using System.Text;

namespace Mogambo.Outbound;

/// <summary>Signs what Mogambo posts to others by the Standard Webhooks specification: HMAC-SHA256 over <c>id.timestamp.body</c>.</summary>
public static class StandardWebhookSignature
{
    private const string SecretPrefix = "whsec_";

    /// <summary>The key in a secret <c>whsec_</c> and base64; a secret that is not of this form is its own UTF-8 bytes.</summary>
    public static byte[] KeyOf(string secret)
    {
        var base64 = secret.StartsWith(SecretPrefix, StringComparison.Ordinal) ? secret[SecretPrefix.Length..] : "";
        var key = new byte[base64.Length];
        return base64.Length > 0 && Convert.TryFromBase64String(base64, key, out var length) ? key[..length] : Encoding.UTF8.GetBytes(secret);
    }

    /// <summary>The value of the header <c>webhook-signature</c>.</summary>
    public static string Sign(ReadOnlySpan<byte> key, string id, long unixSeconds, ReadOnlySpan<byte> body)
    {
        using var hmac = IncrementalHash.CreateHMAC(HashAlgorithmName.SHA256, key);
        hmac.AppendData(Encoding.UTF8.GetBytes(FormattableString.Invariant($"{id}.{unixSeconds}.")));
        hmac.AppendData(body);
        return "v1," + Convert.ToBase64String(hmac.GetHashAndReset());
    }
}
