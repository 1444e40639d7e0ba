using System.Security.Cryptography;
using System.Text;
using Mogambo.Accounts;

namespace Mogambo.Sending;

/// <summary>Names an access token without telling it: a park holds for one token, and ends when the operator configures another.</summary>
public static class NumberToken
{
    public static string HashOf(BusinessNumber number) =>
        Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(number.Options.AccessToken ?? "")).AsSpan(0, 16));
}
