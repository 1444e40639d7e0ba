using System.Collections.Concurrent;
using System.Security.Cryptography;
using System.Text.Json;
using System.Text;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;
using Mogambo.PostgresServer;

namespace Mogambo.EndToEnd.Tests;

/// <summary>A running system whose account has a bot of its own, which a test teaches how to behave towards its users.</summary>
public sealed class BotSystem : IAsyncLifetime
{
    private static readonly byte[] s_key = Encoding.ASCII.GetBytes("a-key-of-24-bytes-or-more");

    private WebApplication _bot = null!;

    public MogamboSystem System { get; private set; } = null!;

    public ConcurrentQueue<(string User, string Id, bool IsSigned)> Calls { get; } = [];

    /// <summary>By user: what the bot does with a question (its JSON) instead of answering "you said …".</summary>
    public ConcurrentDictionary<string, Func<HttpContext, string, Task>> Behaviours { get; } = [];

    public async ValueTask InitializeAsync()
    {
        var port = FreePort.Next();
        var builder = WebApplication.CreateBuilder();
        builder.Logging.ClearProviders();
        _bot = builder.Build();
        _bot.Urls.Add($"http://127.0.0.1:{port}");
        _bot.MapPost("/bot", AnswerAsync);
        await _bot.StartAsync();

        System = await MogamboSystem.StartAsync(await TestDatabase.CreateAsync("Sqlite"), new Dictionary<string, string>
        {
            ["Mogambo__Accounts__0__Bot__Kind"] = "Http",
            ["Mogambo__Accounts__0__Bot__Url"] = $"http://127.0.0.1:{port}/bot",
            ["Mogambo__Accounts__0__Bot__Secret"] = "whsec_" + Convert.ToBase64String(s_key),
            ["Mogambo__Accounts__0__Bot__Fallback"] = "Sorry, please try later.",
            ["Mogambo__Outbound__AllowedPrivateAddresses__0"] = $"127.0.0.1:{port}",
        });
    }

    public async ValueTask DisposeAsync()
    {
        await System.DisposeAsync();
        await _bot.DisposeAsync();
    }

    /// <summary>Exactly these texts came back to the user, in this order.</summary>
    public async Task RepliesAreAsync(string user, params string[] expected)
    {
        await Eventually.TrueAsync($"{user} has {expected.Length} replies", async () => (await System.RepliesAsync(user)).Count >= expected.Length);
        Assert.Equal(expected, await System.RepliesAsync(user));
    }

    private async Task AnswerAsync(HttpContext http)
    {
        using var reader = new StreamReader(http.Request.Body);
        var body = await reader.ReadToEndAsync(http.RequestAborted);
        using var question = JsonDocument.Parse(body);
        var user = question.RootElement.GetProperty("user").GetString()!;
        var id = http.Request.Headers["webhook-id"].ToString();
        var signed = $"{id}.{http.Request.Headers["webhook-timestamp"]}.{body}";
        var signature = "v1," + Convert.ToBase64String(HMACSHA256.HashData(s_key, Encoding.UTF8.GetBytes(signed)));
        Calls.Enqueue((user, id, signature == http.Request.Headers["webhook-signature"].ToString()));

        if (Behaviours.TryGetValue(user, out var behave))
        {
            await behave(http, body);
            return;
        }

        var text = question.RootElement.GetProperty("message").GetProperty("text").GetProperty("body").GetString();
        await http.Response.WriteAsync($$$"""{"messages":[{"type":"text","text":{"body":"you said {{{text}}}"}}]}""");
    }
}
