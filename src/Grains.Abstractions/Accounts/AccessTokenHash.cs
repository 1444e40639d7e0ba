using System.Security.Cryptography;
using System.Text;

namespace Mogambo.Accounts;

/// <summary>Names an access token without telling it.</summary>
public static class AccessTokenHash
{
    public static string Of(string? token) => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(token ?? "")).AsSpan(0, 16));
}
