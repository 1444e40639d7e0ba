using System.Globalization;
using System.Text;
using Mogambo.Simulator.Accounts;
using Mogambo.Simulator.Chats;
using Mogambo.Simulator.Webhooks;

namespace Mogambo.Simulator.Control;

/// <summary>Webhooks as such: any body once, the handshake, and how many are still under way.</summary>
internal sealed class WebhookControl(
    WebhookClient client, WebhookSender sender, Handshake handshake, AccountBook accounts, ChatBook chats, Counters counters, SimulatorOptions options, TimeProvider time)
{
    /// <summary>Webhooks have at most 3 MB (fact sheet 3.2); tests may exceed that a little.</summary>
    private const int MaxBytes = 4 * 1024 * 1024;

    /// <summary>
    /// Signs the raw body and posts it once. Query: <c>account</c>; <c>secret</c> to sign with another; <c>signature</c>
    /// none or any literal value; <c>truncate</c> to post only so many bytes of what was signed.
    /// </summary>
    public async Task PostAsync(HttpContext http)
    {
        using var buffer = new MemoryStream();
        await http.Request.Body.CopyToAsync(buffer, http.RequestAborted);
        var query = http.Request.Query;
        var accountId = query["account"].ToString();
        var account = accountId.Length == 0 ? accounts.All[0] : accounts.Account(accountId);
        if (account is null || buffer.Length > MaxBytes)
        {
            await ControlAnswer.WrongAsync(http, account is null ? $"There is no account {accountId}." : "The body is too long.");
            return;
        }

        var body = buffer.ToArray();
        var secret = query["secret"].ToString();
        var signature = query["signature"].ToString() switch
        {
            "" => Signature.Of(body, secret.Length > 0 ? Encoding.UTF8.GetBytes(secret) : account.AppSecret),
            "none" => null,
            var literal => literal,
        };
        if (query["truncate"].ToString() is { Length: > 0 } truncate)
        {
            if (!int.TryParse(truncate, out var length) || length < 0 || length > body.Length)
            {
                await ControlAnswer.WrongAsync(http, $"truncate is a number of bytes from 0 to {body.Length}.");
                return;
            }

            body = body[..length];
        }

        var startedAt = time.GetTimestamp();
        var status = await client.PostAsync(client.TargetOf(account), body, signature, http.RequestAborted);
        await ControlAnswer.WriteAsync(http, json =>
        {
            json.WriteStartObject();
            json.WriteNumber("status", status);
            json.WriteNumber("ms", Math.Round(time.GetElapsedTime(startedAt).TotalMilliseconds, 2));
            json.WriteEndObject();
        });
    }

    /// <summary>
    /// As if WhatsApp had not heard the acknowledgements since <c>since</c> (a time; default: all of them): posts it all again, as it was.
    /// </summary>
    public async Task ReplayAsync(HttpContext http)
    {
        var text = http.Request.Query["since"].ToString();
        var since = DateTimeOffset.MinValue;
        if (!options.KeepAcknowledged || (text.Length > 0 && !DateTimeOffset.TryParse(text, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out since)))
        {
            await ControlAnswer.WrongAsync(http, "since is a time, and the simulator must be started with --keep-acknowledged true.");
            return;
        }

        var posted = await sender.ReplayAsync(since, http.RequestAborted);
        await ControlAnswer.WriteAsync(http, json =>
        {
            json.WriteStartObject();
            json.WriteNumber("posted", posted);
            json.WriteEndObject();
        });
    }

    public async Task VerifyAsync(HttpContext http)
    {
        var token = http.Request.Query["token"].ToString();
        var result = await handshake.VerifyAsync(client.Target, token.Length > 0 ? token : null, http.RequestAborted);
        await ControlAnswer.WriteAsync(http, json =>
        {
            json.WriteStartObject();
            json.WriteBoolean("verified", result.Verified);
            json.WriteNumber("status", result.Status);
            json.WriteString("detail", result.Detail);
            json.WriteString("url", options.WebhookUrl);
            json.WriteEndObject();
        });
    }

    public Task PendingAsync(HttpContext http) => ControlAnswer.WriteAsync(http, json =>
    {
        json.WriteStartObject();
        json.WriteNumber("pending", Interlocked.Read(ref counters.Pending));
        json.WriteEndObject();
    });

    public Task StatsAsync(HttpContext http) => ControlAnswer.WriteAsync(http, json => counters.Write(json, chats.Count));
}
