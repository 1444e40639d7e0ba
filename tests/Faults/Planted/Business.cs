using System.Collections.Concurrent;
using System.Diagnostics;
using System.Globalization;
using System.Net.Http.Json;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;
using Mogambo.Faults.Scenarios;
using Mogambo.PostgresServer;

namespace Mogambo.Faults.Planted;

/// <summary>
/// The business's side of a planted run: its bot, its subscriber and its caller, which write down what they saw before they answer.
/// </summary>
internal sealed class Business : IAsyncDisposable
{
    private static readonly byte[] s_key = "a-key-of-24-bytes-or-more"u8.ToArray();

    private readonly Lock _lock = new();
    private readonly ConcurrentDictionary<string, int> _events = [];
    private readonly ConcurrentDictionary<string, bool> _taken = [];
    private readonly WebApplication _app;
    private StreamWriter _file = StreamWriter.Null;

    private Business(WebApplication app) => _app = app;

    /// <summary>Host and port.</summary>
    public string Address { get; } = string.Create(CultureInfo.InvariantCulture, $"127.0.0.1:{FreePort.Next()}");

    /// <summary>Of the bot's and the subscriber's signatures.</summary>
    public static string Secret => "whsec_" + Convert.ToBase64String(s_key);

    /// <summary>What the subscriber answers to an event's n-th delivery.</summary>
    public Func<string, int, int> AnswersEvent { get; set; } = (_, _) => 204;

    /// <summary>Events that were taken.</summary>
    public int EventsTaken => _taken.Count;

    public static async Task<Business> StartAsync()
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        var app = builder.Build();
        var business = new Business(app);
        app.Urls.Add($"http://{business.Address}");
        app.MapPost("/bot", business.AnswerAsync);
        app.MapPost("/events", business.TakeAsync);
        await app.StartAsync();
        return business;
    }

    public void WriteTo(string ledger) => _file = new StreamWriter(ledger, append: true) { AutoFlush = true };

    /// <summary>Sends by the API with a key; returns the message's id.</summary>
    public async Task<string?> SendAsync(FaultyCluster cluster, string key, string user, object message)
    {
        Write(new() { ["kind"] = "api_call", ["item_id"] = key, ["account"] = FaultyCluster.Account, ["number"] = FaultyCluster.Number, ["user"] = user });
        using var request = new HttpRequestMessage(HttpMethod.Post, "/v1/messages") { Content = JsonContent.Create(message) };
        request.Headers.Add("Idempotency-Key", key);
        using var response = await cluster.Gateway.Http.SendAsync(request);
        using var answer = JsonDocument.Parse(await response.Content.ReadAsStringAsync());
        var id = response.IsSuccessStatusCode ? answer.RootElement.GetProperty("id").GetString() : null;
        Write(new() { ["kind"] = "api_ack", ["item_id"] = key, ["http_status"] = (int)response.StatusCode, ["message"] = id });
        return id ?? throw new InvalidOperationException($"{(int)response.StatusCode} {answer.RootElement}");
    }

    /// <summary>The person wants no more messages.</summary>
    public async Task OptOutAsync(FaultyCluster cluster, string user)
    {
        using var request = new HttpRequestMessage(HttpMethod.Delete, $"/v1/contacts/{user}/opt-in") { Content = JsonContent.Create(new { source = "faults" }) };
        using var response = await cluster.Gateway.Http.SendAsync(request);
        response.EnsureSuccessStatusCode();
        Write(new() { ["kind"] = "optout_ack", ["account"] = FaultyCluster.Account, ["user"] = user });
    }

    public async ValueTask DisposeAsync()
    {
        await _app.DisposeAsync();
        await _file.DisposeAsync();
    }

    private async Task AnswerAsync(HttpContext http)
    {
        var (id, body, isSigned) = await ReadAsync(http);
        using var question = JsonDocument.Parse(body);
        var root = question.RootElement;
        Write(new()
        {
            ["kind"] = "bot_call",
            ["item_id"] = id,
            ["conversation"] = root.GetProperty("conversation").GetString(),
            ["wamid"] = root.GetProperty("message").GetProperty("id").GetString(),
            ["user"] = root.GetProperty("user").GetString(),
            ["number"] = root.GetProperty("number").GetString(),
            ["sig_ok"] = isSigned,
        });
        Write(new() { ["kind"] = "bot_reply", ["item_id"] = id, ["http_status"] = 200, ["mode"] = "text" });
        await http.Response.WriteAsJsonAsync(new { messages = new[] { new { type = "text", text = new { body = "yes" } } } });
    }

    private async Task TakeAsync(HttpContext http)
    {
        var (id, body, isSigned) = await ReadAsync(http);
        using var json = JsonDocument.Parse(body);
        var type = json.RootElement.GetProperty("type").GetString()!;
        var status = AnswersEvent(type, _events.AddOrUpdate(id, 1, (_, before) => before + 1));
        Write(new() { ["kind"] = "cb_recv", ["item_id"] = id, ["account"] = FaultyCluster.Account, ["type"] = type, ["sig_ok"] = isSigned, ["http_status"] = status });
        http.Response.StatusCode = status;
        if (status is >= 200 and < 300)
        {
            _taken.TryAdd(id, true);
        }
    }

    private static async Task<(string Id, string Body, bool IsSigned)> ReadAsync(HttpContext http)
    {
        using var reader = new StreamReader(http.Request.Body);
        var body = await reader.ReadToEndAsync();
        var id = http.Request.Headers["webhook-id"].ToString();
        var signed = Encoding.UTF8.GetBytes($"{id}.{http.Request.Headers["webhook-timestamp"]}.{body}");
        return (id, body, http.Request.Headers["webhook-signature"].ToString().Contains("v1," + Convert.ToBase64String(HMACSHA256.HashData(s_key, signed)), StringComparison.Ordinal));
    }

    private void Write(Dictionary<string, object?> line)
    {
        line["t_mono"] = Math.Round(Stopwatch.GetTimestamp() * 1000.0 / Stopwatch.Frequency, 3);
        line["at"] = TimeProvider.System.GetUtcNow();
        lock (_lock)
        {
            _file.WriteLine(JsonSerializer.Serialize(line));
        }
    }
}
