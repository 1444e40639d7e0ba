using System.Security.Cryptography;

namespace Mogambo.Subscriptions;

/// <summary>A secret that signs deliveries: <c>whsec_</c> and base64 of 24 to 64 bytes (Standard Webhooks).</summary>
public static class SigningSecret
{
    private const string Prefix = "whsec_";
    private const int Length = 32;

    public static string New() => Prefix + Convert.ToBase64String(RandomNumberGenerator.GetBytes(Length));

    public static bool IsOne(string? secret)
    {
        if (secret is null || !secret.StartsWith(Prefix, StringComparison.Ordinal))
        {
            return false;
        }

        var key = new byte[secret.Length];
        return Convert.TryFromBase64String(secret[Prefix.Length..], key, out var length) && length is >= 24 and <= 64;
    }
}
