using System.Buffers;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using Microsoft.AspNetCore.Http;

namespace Mogambo.Bench.Baselines;

/// <summary>What every honest receiver of webhooks does first: read the body, check its signature, parse it.</summary>
internal sealed class Received(string appSecret)
{
    private readonly byte[] _secret = Encoding.UTF8.GetBytes(appSecret);

    /// <summary>Null if the signature is not the account's.</summary>
    public async ValueTask<Webhook?> ReadAsync(HttpContext context)
    {
        var length = (int)(context.Request.ContentLength ?? 0);
        var buffer = ArrayPool<byte>.Shared.Rent(length);
        try
        {
            await context.Request.Body.ReadExactlyAsync(buffer.AsMemory(0, length));
            return IsSigned(context, buffer.AsSpan(0, length)) ? JsonSerializer.Deserialize(buffer.AsSpan(0, length), WebhookJson.Default.Webhook) : null;
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(buffer);
        }
    }

    private bool IsSigned(HttpContext context, ReadOnlySpan<byte> body)
    {
        var given = context.Request.Headers["X-Hub-Signature-256"].ToString();
        Span<byte> expected = stackalloc byte[32];
        Span<byte> signature = stackalloc byte[32];
        HMACSHA256.HashData(_secret, body, expected);
        return given.Length == 71
            && Convert.FromHexString(given.AsSpan(7), signature, out _, out _) == OperationStatus.Done
            && CryptographicOperations.FixedTimeEquals(expected, signature);
    }
}
