using System.Security.Cryptography;
using System.Text;

namespace Mogambo.Gateway.Webhooks;

internal static class FixedTime
{
    /// <summary>Compares texts by their hashes: neither where they differ nor how long they are shows in the time it takes.</summary>
    public static bool Equal(string given, string expected)
    {
        Span<byte> givenHash = stackalloc byte[SHA256.HashSizeInBytes];
        Span<byte> expectedHash = stackalloc byte[SHA256.HashSizeInBytes];
        SHA256.HashData(Encoding.UTF8.GetBytes(given), givenHash);
        SHA256.HashData(Encoding.UTF8.GetBytes(expected), expectedHash);
        return CryptographicOperations.FixedTimeEquals(givenHash, expectedHash);
    }
}
