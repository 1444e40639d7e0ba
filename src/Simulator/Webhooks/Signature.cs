using System.Security.Cryptography;

namespace Mogambo.Simulator.Webhooks;

/// <summary><c>X-Hub-Signature-256</c>: HMAC-SHA256 of the exact body bytes with the app secret (fact sheet 3.3).</summary>
internal static class Signature
{
    public const string Header = "X-Hub-Signature-256";

    public static string Of(ReadOnlySpan<byte> body, ReadOnlySpan<byte> appSecret) =>
        "sha256=" + Convert.ToHexStringLower(HMACSHA256.HashData(appSecret, body));
}
