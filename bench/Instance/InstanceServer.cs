using System.Buffers;
using System.Globalization;
using System.Text;
using System.Text.Json;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;
using Mogambo.Bench.Load;

namespace Mogambo.Bench.Instance;

/// <summary>
/// A WhatsApp that does as little as possible: takes every message, answers with an id, posts statuses if it is told to, and keeps the ledger. Without the
/// simulator's pages, rules and files it costs a fraction, which is measured too.
/// </summary>
internal sealed class InstanceServer(Target gateway, Users users)
{
    /// <summary>The one template of the sends.</summary>
    private const string Templates = """
        {"data":[{"id":"1","name":"training_plan","language":"en","status":"APPROVED","category":"UTILITY","components":[
        {"type":"BODY","text":"Hi {{1}}, your {{2}} training plan {{3}} is ready for you to look at.","example":{"body_text":[["Ana","weekly","123456"]]}}]}],"paging":{}}
        """;

    private SendsLedger _ledger = new(users.First, users.Count);
    private StatusPoster? _poster;
    private long _sends;
    private long _events;
    private volatile bool _isDown;

    /// <summary>Serves until the process is ended.</summary>
    public async Task RunAsync(Uri url)
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        var app = builder.Build();
        app.Urls.Add(url.ToString().TrimEnd('/'));
        app.Run(ServeAsync);
        await app.RunAsync();
    }

    private async Task ServeAsync(HttpContext context)
    {
        switch (context.Request.Path.Value)
        {
            case "/bench/stats":
                await context.Response.WriteAsync(JsonSerializer.Serialize(new InstanceStats(_ledger, _poster, Interlocked.Read(ref _events)), InstanceJson.Default.InstanceStats));
                break;
            case "/bench/start":
                await StartAsync(int.Parse(context.Request.Query["statuses"].ToString(), CultureInfo.InvariantCulture));
                break;
            case "/bench/down":
                _isDown = true;
                break;
            case "/bench/up":
                _isDown = false;
                break;
            case "/bench/bot":
                await AnswerAsBotAsync(context);
                break;
            case "/bench/subscriber":
                await context.Request.Body.CopyToAsync(Stream.Null);
                Interlocked.Increment(ref _events);
                break;
            case "/kannel/send":
                TakeFromKannel(context);
                break;
            case "/kannel/bot":
                await context.Response.WriteAsync($"echo {context.Request.Query["text"]}");
                break;
            default:
                await SendAsync(context);
                break;
        }
    }

    /// <summary>The bot's contract: the turn comes as JSON, the answer is the text with an echo before it.</summary>
    private static async Task AnswerAsBotAsync(HttpContext context)
    {
        using var turn = await JsonDocument.ParseAsync(context.Request.Body);
        var text = turn.RootElement.GetProperty("message").GetProperty("text").GetProperty("body").GetString();
        context.Response.ContentType = "application/json";
        await context.Response.WriteAsync($$$"""{"messages":[{"type":"text","text":{"body":"echo {{{text}}}"}}]}""");
    }

    /// <summary>What Kannel's smsbox sends, by its configured address.</summary>
    private void TakeFromKannel(HttpContext context)
    {
        var text = context.Request.Query["text"].ToString();
        var number = text[(text.IndexOf("m-", StringComparison.Ordinal) + 2)..].TrimEnd('-');
        var user = context.Request.Query["to"].ToString().TrimStart('+', ' ');
        _ledger.Add(long.Parse(user, CultureInfo.InvariantCulture), long.TryParse(number, CultureInfo.InvariantCulture, out var n) ? n : null);
        context.Response.StatusCode = StatusCodes.Status202Accepted;
    }

    /// <summary>A new ledger; statuses in a POST, 0 for none at all.</summary>
    private async Task StartAsync(int statuses)
    {
        var old = _poster;
        _ledger = new(users.First, users.Count, _ledger);
        _events = 0;
        _poster = statuses == 0 ? null : new StatusPoster(gateway, statuses);
        if (old is not null)
        {
            await old.DisposeAsync();
        }
    }

    private async Task SendAsync(HttpContext context)
    {
        if (_isDown)
        {
            // Nothing was accepted, and everybody can see it: a code that says "try again later".
            context.Response.StatusCode = 503;
            await context.Response.WriteAsync("""{"error":{"message":"Service unavailable","type":"OAuthException","code":131016}}""");
            return;
        }

        if (context.Request.Method != "POST" || !context.Request.Path.Value!.EndsWith("/messages", StringComparison.Ordinal))
        {
            context.Response.ContentType = "application/json";
            await context.Response.WriteAsync(context.Request.Path.Value!.EndsWith("/message_templates", StringComparison.Ordinal) ? Templates : """{"data":[]}""");
            return;
        }

        var body = await context.Request.BodyReader.ReadAtLeastAsync((int)(context.Request.ContentLength ?? 0));
        var send = Take(body.Buffer);
        context.Request.BodyReader.AdvanceTo(body.Buffer.End);
        context.Response.ContentType = "application/json";
        await context.Response.WriteAsync($$"""{"messaging_product":"whatsapp","contacts":[{"input":"{{send.User}}","wa_id":"{{send.User}}"}],"messages":[{"id":"wamid.bench{{send.Number}}"}]}""");
        if (send.Opaque is { } opaque)
        {
            _poster?.Add(send.Number, send.User, opaque);
        }
    }

    private (long Number, long User, string? Opaque) Take(in ReadOnlySequence<byte> body)
    {
        var message = new SentMessage(body.IsSingleSegment ? body.FirstSpan : body.ToArray());
        _ledger.Add(message.User, message.Message);
        var opaque = message.Opaque.IsEmpty ? null : Encoding.ASCII.GetString(message.Opaque);
        return (Interlocked.Increment(ref _sends), message.User, opaque);
    }
}
