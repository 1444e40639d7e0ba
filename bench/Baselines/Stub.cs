using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using Microsoft.AspNetCore.Http;
using Mogambo.Bench.Load;

namespace Mogambo.Bench.Baselines;

/// <summary>
/// The ceiling: webhooks are checked and parsed, sends by API are authenticated by a hash of their key, parsed and answered with an id. Nothing is kept,
/// nothing is sent.
/// </summary>
internal sealed class Stub(Target target)
{
    private readonly Received _received = new(target.AppSecret);
    private readonly byte[] _keyHash = SHA256.HashData(Encoding.UTF8.GetBytes(target.ApiKey));

    public async Task ServeAsync(HttpContext context)
    {
        if (context.Request.Path.StartsWithSegments("/webhooks"))
        {
            context.Response.StatusCode = await _received.ReadAsync(context) is null ? 401 : 200;
        }
        else if (context.Request.Path.StartsWithSegments("/v1/messages"))
        {
            await AcceptAsync(context);
        }
    }

    private async Task AcceptAsync(HttpContext context)
    {
        var key = context.Request.Headers.Authorization.ToString()["Bearer ".Length..];
        if (!CryptographicOperations.FixedTimeEquals(_keyHash, SHA256.HashData(Encoding.UTF8.GetBytes(key))))
        {
            context.Response.StatusCode = 401;
            return;
        }

        await JsonSerializer.DeserializeAsync(context.Request.Body, WebhookJson.Default.ApiSend);
        context.Response.StatusCode = 202;
        context.Response.ContentType = "application/json";
        await context.Response.WriteAsync($$"""{"id":"msg_{{Guid.CreateVersion7():N}}","status":"queued"}""");
    }
}
