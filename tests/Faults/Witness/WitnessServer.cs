using System.Text.Json;
using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;

namespace Mogambo.Faults.Witness;

/// <summary>The businesses' own systems: the bots that are asked, and the receivers of events. They are never killed; one call in a hundred fails.</summary>
internal sealed class WitnessServer : IAsyncDisposable
{
    private readonly WitnessLedger _ledger;
    private readonly WebApplication _web;
    private readonly Random _random;
    private readonly Lock _lock = new();
    private volatile bool _subscribersAreDown;
    private int _asked;

    public WitnessServer(WitnessLedger ledger, int port, int seed)
    {
        (_ledger, _random, Url) = (ledger, new Random(seed), new($"http://127.0.0.1:{port}"));
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        _web = builder.Build();
        _web.Urls.Add(Url.ToString().TrimEnd('/'));
        _web.MapPost("/bots/{account}", AskAsync);
        _web.MapPost("/events/{account}", ReceiveAsync);
    }

    public Uri Url { get; }

    /// <summary>Questions that are being answered now.</summary>
    public int Asked => Volatile.Read(ref _asked);

    public bool SubscribersAreDown
    {
        set => _subscribersAreDown = value;
    }

    public Task StartAsync() => _web.StartAsync();

    public ValueTask DisposeAsync() => _web.DisposeAsync();

    private async Task AskAsync(HttpContext http)
    {
        Interlocked.Increment(ref _asked);
        try
        {
            await AnswerAsync(http);
        }
        finally
        {
            Interlocked.Decrement(ref _asked);
        }
    }

    private async Task AnswerAsync(HttpContext http)
    {
        using var reader = new StreamReader(http.Request.Body);
        var body = await reader.ReadToEndAsync();
        var question = JsonDocument.Parse(body).RootElement;
        var turn = http.Request.Headers["webhook-id"].ToString();
        var message = question.GetProperty("message");
        _ledger.Add("bot_call", new()
        {
            ["item_id"] = turn,
            ["conversation"] = question.GetProperty("conversation").GetString(),
            ["wamid"] = message.GetProperty("id").GetString(),
            ["user"] = question.GetProperty("user").GetString(),
            ["number"] = question.GetProperty("number").GetString(),
            ["sig_ok"] = Signatures.IsValid(http.Request, body),
        });

        var fails = Draw(0.01);
        _ledger.Add("bot_reply", new() { ["item_id"] = turn, ["http_status"] = fails ? 500 : 200, ["mode"] = fails ? "error" : "text" });
        if (fails)
        {
            http.Response.StatusCode = 500;
            return;
        }

        // Another text every time: only one of them may ever be sent.
        var text = $"answer {Guid.NewGuid():N} to {message.GetProperty("text").GetProperty("body").GetString()}";
        http.Response.ContentType = "application/json";
        await http.Response.WriteAsync(new JsonObject
        {
            ["messages"] = new JsonArray(new JsonObject { ["type"] = "text", ["text"] = new JsonObject { ["body"] = text } }),
        }.ToJsonString());
    }

    private async Task ReceiveAsync(HttpContext http, string account)
    {
        using var reader = new StreamReader(http.Request.Body);
        var body = await reader.ReadToEndAsync();
        var status = _subscribersAreDown || Draw(0.005) ? 503 : 204;
        _ledger.Add("cb_recv", new()
        {
            ["item_id"] = http.Request.Headers["webhook-id"].ToString(),
            ["account"] = account,
            ["sig_ok"] = Signatures.IsValid(http.Request, body),
            ["http_status"] = status,
        });
        http.Response.StatusCode = status;
    }

    private bool Draw(double probability)
    {
        lock (_lock)
        {
            return _random.NextDouble() < probability;
        }
    }
}
