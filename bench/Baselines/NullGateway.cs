using Microsoft.AspNetCore.Http;
using Mogambo.Bench.Load;

namespace Mogambo.Bench.Baselines;

/// <summary>The ceiling of a whole turn: the echo goes out, statuses are parsed, and nothing is stored: whatever dies loses everything.</summary>
internal sealed class NullGateway(Target target, Uri instance) : IDisposable
{
    private readonly Received _received = new(target.AppSecret);
    private readonly Echo _echo = new(instance, target.Number);

    public async Task ServeAsync(HttpContext context)
    {
        if (!context.Request.Path.StartsWithSegments("/webhooks"))
        {
            return;
        }

        if (await _received.ReadAsync(context) is not { } webhook)
        {
            context.Response.StatusCode = 401;
            return;
        }

        foreach (var message in webhook.Entry.SelectMany(entry => entry.Changes).SelectMany(change => change.Value.Messages ?? []))
        {
            _ = Task.Run(() => _echo.SendAsync(message.From, message.Text.Body));
        }
    }

    public void Dispose() => _echo.Dispose();
}
