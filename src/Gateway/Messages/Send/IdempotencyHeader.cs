using System.Security.Cryptography;
using Mogambo.Gateway.Problems;
using Mogambo.Sending;

namespace Mogambo.Gateway.Messages.Send;

/// <summary>The header <c>Idempotency-Key</c> (contract section 2): 1 to 255 visible ASCII characters.</summary>
internal static class IdempotencyHeader
{
    public const string Name = "Idempotency-Key";
    private const int LongestKey = 255;

    /// <summary>The key as it was sent, or null without one; and the problem if it is none.</summary>
    public static (string? Key, Problem? Problem) Read(HttpRequest request)
    {
        if (!request.Headers.TryGetValue(Name, out var values))
        {
            return (null, null);
        }

        return values is [{ Length: > 0 and <= LongestKey } key] && !key.AsSpan().ContainsAnyExceptInRange('!', '~')
            ? (key, null)
            : (null, KnownProblems.InvalidRequest(Name, $"must be given once, with 1 to {LongestKey} visible ASCII characters"));
    }

    /// <summary>What the key stands for at an endpoint: exactly these bytes.</summary>
    public static SendKey? Of(string endpoint, string? key, byte[] body) => key is null ? null : new(endpoint, key, SHA256.HashData(body));
}
