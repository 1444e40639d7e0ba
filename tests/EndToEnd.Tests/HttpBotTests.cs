using System.Collections.Concurrent;
using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;

namespace Mogambo.EndToEnd.Tests;

/// <summary>The business's own bot, behaving and misbehaving: one conversation suffers, the others do not notice.</summary>
public sealed class HttpBotTests : IAsyncLifetime
{
    private static readonly byte[] s_key = Encoding.ASCII.GetBytes("a-key-of-24-bytes-or-more");

    private readonly ConcurrentQueue<(string User, string Id, bool IsSigned)> _calls = [];
    private readonly ConcurrentDictionary<string, Func<HttpContext, string, Task>> _behaviours = [];
    private WebApplication _bot = null!;
    private MogamboSystem _system = null!;

    public async ValueTask InitializeAsync()
    {
        var port = MogamboProcess.FreePort();
        var builder = WebApplication.CreateBuilder();
        builder.Logging.ClearProviders();
        _bot = builder.Build();
        _bot.Urls.Add($"http://127.0.0.1:{port}");
        _bot.MapPost("/bot", AnswerAsync);
        await _bot.StartAsync();

        _system = await MogamboSystem.StartAsync(await TestDatabase.CreateAsync("Sqlite"), new Dictionary<string, string>
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
        await _system.DisposeAsync();
        await _bot.DisposeAsync();
    }

    [Fact]
    public async Task It_is_asked_signed_with_context_and_history_and_answers()
    {
        var questions = new ConcurrentQueue<string>();
        _behaviours["15550600001"] = (http, question) =>
        {
            questions.Enqueue(question);
            return http.Response.WriteAsync("""{"messages":[{"type":"text","text":{"body":"yes"}},{"type":"text","text":{"body":"and no"}}],"context":{"step":2}}""");
        };

        await _system.WriteAsync("15550600001", new { text = "one", name = "Ana" });
        await RepliesAreAsync("15550600001", "yes", "and no");
        await _system.WriteAsync("15550600001", new { text = "two", name = "Ana" });
        await RepliesAreAsync("15550600001", "yes", "and no", "yes", "and no");

        using var second = JsonDocument.Parse(questions.Last());
        Assert.Equal(2, second.RootElement.GetProperty("context").GetProperty("step").GetInt32());
        Assert.Equal("Ana", second.RootElement.GetProperty("name").GetString());
        Assert.Equal("two", second.RootElement.GetProperty("message").GetProperty("text").GetProperty("body").GetString());
        Assert.Equal(3, second.RootElement.GetProperty("history").GetArrayLength());
        Assert.All(_calls, call => Assert.True(call.IsSigned));
    }

    [Fact]
    public async Task A_bot_that_hangs_holds_up_its_own_conversation_only()
    {
        var released = new TaskCompletionSource();
        _behaviours["15550600010"] = async (http, _) =>
        {
            await released.Task.WaitAsync(http.RequestAborted);
            await http.Response.WriteAsync("""{"messages":[{"type":"text","text":{"body":"at last"}}]}""");
        };

        var hanging = await _system.WriteAsync("15550600010", new { text = "hang" });
        for (var n = 0; n < 20; n++)
        {
            var user = string.Create(CultureInfo.InvariantCulture, $"15550601{n:000}");
            await _system.WriteAsync(user, new { text = "hi" });
            await RepliesAreAsync(user, "you said hi");
        }

        Assert.Equal(200, hanging.GetProperty("status").GetInt32());
        Assert.Empty(await _system.RepliesAsync("15550600010"));
        released.SetResult();
        await RepliesAreAsync("15550600010", "at last");
    }

    [Theory]
    [InlineData("15550600020", "long")]
    [InlineData("15550600021", "redirect")]
    [InlineData("15550600022", "foreign")]
    [InlineData("15550600023", "eleven")]
    public async Task A_wrong_answer_is_asked_for_again_with_the_same_id_and_then_used(string user, string wrong)
    {
        var calls = 0;
        _behaviours[user] = (http, _) => Interlocked.Increment(ref calls) == 1
            ? AnswerWronglyAsync(http, wrong)
            : http.Response.WriteAsync("""{"messages":[{"type":"text","text":{"body":"right"}}]}""");

        await _system.WriteAsync(user, new { text = "hi" });

        await RepliesAreAsync(user, "right");
        Assert.Single(_calls.Where(call => call.User == user).Select(call => call.Id).Distinct());
        Assert.Equal(2, calls);
    }

    /// <summary>Takes two and a half minutes: the contract's ten calls with their waits, in real time.</summary>
    [Fact]
    public async Task A_bot_that_fails_ten_times_leaves_a_dead_letter_and_the_next_message_goes_on()
    {
        var works = false;
        _behaviours["15550600030"] = (http, question) =>
        {
            if (!Volatile.Read(ref works) && question.Contains("\"first\"", StringComparison.Ordinal) && !question.Contains("\"second\"", StringComparison.Ordinal))
            {
                http.Response.StatusCode = 500;
                return Task.CompletedTask;
            }

            return http.Response.WriteAsync("""{"messages":[{"type":"text","text":{"body":"fine"}}]}""");
        };

        await _system.WriteAsync("15550600030", new { text = "first" });
        await Eventually.TrueAsync("the turn is a dead letter", async () => (await LettersAsync()).GetArrayLength() == 1, TimeSpan.FromMinutes(4));
        Assert.Equal(10, _calls.Count(call => call.User == "15550600030"));
        await RepliesAreAsync("15550600030", "Sorry, please try later.");

        await _system.WriteAsync("15550600030", new { text = "second" });
        await RepliesAreAsync("15550600030", "Sorry, please try later.", "fine");

        Volatile.Write(ref works, true);
        var letter = (await LettersAsync())[0];
        Assert.Equal("bot-failed", letter.GetProperty("reason").GetString());
        using var replayed = await _system.Mogambo.Api.PostAsync($"/v1/dead-letters/{letter.GetProperty("id").GetString()}/replay", null);
        Assert.True(replayed.IsSuccessStatusCode, await replayed.Content.ReadAsStringAsync());
        await RepliesAreAsync("15550600030", "Sorry, please try later.", "fine", "fine");
        Assert.Equal(0, (await LettersAsync()).GetArrayLength());
    }

    private static Task AnswerWronglyAsync(HttpContext http, string wrong)
    {
        switch (wrong)
        {
            case "redirect":
                http.Response.Redirect("http://127.0.0.1:1/");
                return Task.CompletedTask;
            case "foreign":
                return http.Response.WriteAsync("""{"messages":[{"type":"text","to":"15559999999","text":{"body":"psst"}}]}""");
            case "eleven":
                var message = """{"type":"text","text":{"body":"x"}}""";
                return http.Response.WriteAsync($$"""{"messages":[{{string.Join(',', Enumerable.Repeat(message, 11))}}]}""");
            default:
                return http.Response.WriteAsync($$$"""{"messages":[{"type":"text","text":{"body":"{{{new string('x', 10_000_000)}}}"}}]}""");
        }
    }

    private async Task<JsonElement> LettersAsync() => (await _system.Mogambo.GetAsync("/v1/dead-letters")).GetProperty("data");

    private async Task AnswerAsync(HttpContext http)
    {
        using var reader = new StreamReader(http.Request.Body);
        var body = await reader.ReadToEndAsync(http.RequestAborted);
        using var question = JsonDocument.Parse(body);
        var user = question.RootElement.GetProperty("user").GetString()!;
        var id = http.Request.Headers["webhook-id"].ToString();
        var signed = $"{id}.{http.Request.Headers["webhook-timestamp"]}.{body}";
        var signature = "v1," + Convert.ToBase64String(HMACSHA256.HashData(s_key, Encoding.UTF8.GetBytes(signed)));
        _calls.Enqueue((user, id, signature == http.Request.Headers["webhook-signature"].ToString()));

        if (_behaviours.TryGetValue(user, out var behave))
        {
            await behave(http, body);
            return;
        }

        var text = question.RootElement.GetProperty("message").GetProperty("text").GetProperty("body").GetString();
        await http.Response.WriteAsync($$$"""{"messages":[{"type":"text","text":{"body":"you said {{{text}}}"}}]}""");
    }

    private async Task RepliesAreAsync(string user, params string[] expected)
    {
        await Eventually.TrueAsync($"{user} has {expected.Length} replies", async () => (await _system.RepliesAsync(user)).Count >= expected.Length);
        Assert.Equal(expected, await _system.RepliesAsync(user));
    }
}
