using System.Collections.Concurrent;
using System.Globalization;
using System.Net;
using System.Text.Json;
using Microsoft.AspNetCore.Http;

namespace Mogambo.EndToEnd.Tests;

/// <summary>The business's own bot, behaving and misbehaving: one conversation suffers, the others do not notice.</summary>
public sealed class HttpBotTests(BotSystem bot) : IClassFixture<BotSystem>
{
    [Fact]
    public async Task It_is_asked_signed_with_context_and_history_and_answers()
    {
        var questions = new ConcurrentQueue<string>();
        bot.Behaviours["15550600001"] = (http, question) =>
        {
            questions.Enqueue(question);
            return http.Response.WriteAsync("""{"messages":[{"type":"text","text":{"body":"yes"}},{"type":"text","text":{"body":"and no"}}],"context":{"step":2}}""");
        };

        await bot.System.WriteAsync("15550600001", new { text = "one", name = "Ana" });
        await bot.RepliesAreAsync("15550600001", "yes", "and no");
        await bot.System.WriteAsync("15550600001", new { text = "two", name = "Ana" });
        await bot.RepliesAreAsync("15550600001", "yes", "and no", "yes", "and no");

        using var second = JsonDocument.Parse(questions.Last());
        Assert.Equal(2, second.RootElement.GetProperty("context").GetProperty("step").GetInt32());
        Assert.Equal("Ana", second.RootElement.GetProperty("name").GetString());
        Assert.Equal("two", second.RootElement.GetProperty("message").GetProperty("text").GetProperty("body").GetString());
        Assert.Equal(3, second.RootElement.GetProperty("history").GetArrayLength());
        Assert.All(bot.Calls, call => Assert.True(call.IsSigned));
    }

    [Fact]
    public async Task A_bot_that_hangs_holds_up_its_own_conversation_only()
    {
        var released = new TaskCompletionSource();
        bot.Behaviours["15550600010"] = async (http, _) =>
        {
            await released.Task.WaitAsync(http.RequestAborted);
            await http.Response.WriteAsync("""{"messages":[{"type":"text","text":{"body":"at last"}}]}""");
        };

        var hanging = await bot.System.WriteAsync("15550600010", new { text = "hang" });
        for (var n = 0; n < 20; n++)
        {
            var user = string.Create(CultureInfo.InvariantCulture, $"15550601{n:000}");
            await bot.System.WriteAsync(user, new { text = "hi" });
            await bot.RepliesAreAsync(user, "you said hi");
        }

        Assert.Equal(200, hanging.GetProperty("status").GetInt32());
        Assert.Empty(await bot.System.RepliesAsync("15550600010"));
        released.SetResult();
        await bot.RepliesAreAsync("15550600010", "at last");
    }

    [Theory]
    [InlineData("15550600020", "long")]
    [InlineData("15550600021", "redirect")]
    [InlineData("15550600022", "foreign")]
    [InlineData("15550600023", "eleven")]
    public async Task A_wrong_answer_is_asked_for_again_with_the_same_id_and_then_used(string user, string wrong)
    {
        var calls = 0;
        bot.Behaviours[user] = (http, _) => Interlocked.Increment(ref calls) == 1
            ? AnswerWronglyAsync(http, wrong)
            : http.Response.WriteAsync("""{"messages":[{"type":"text","text":{"body":"right"}}]}""");

        await bot.System.WriteAsync(user, new { text = "hi" });

        await bot.RepliesAreAsync(user, "right");
        Assert.Single(bot.Calls.Where(call => call.User == user).Select(call => call.Id).Distinct());
        Assert.Equal(2, calls);
    }

    [Fact]
    public async Task A_person_takes_a_conversation_over_and_gives_it_back()
    {
        const string user = "15550600040";
        var handler = $"/v1/conversations/{MogamboProcess.PhoneNumberId}/{user}/handler";
        await bot.System.WriteAsync(user, new { text = "one" });
        await bot.RepliesAreAsync(user, "you said one");

        Assert.Equal(HttpStatusCode.OK, await PutAsync(handler, """{"handled_by":"human"}"""));
        await bot.System.WriteAsync(user, new { text = "two" });
        Assert.Equal("human", (await bot.System.Mogambo.GetAsync($"/v1/contacts/{user}")).GetProperty("handled_by").GetString());
        Assert.Equal(HttpStatusCode.OK, await PutAsync(handler, """{"handled_by":"bot"}"""));
        await bot.System.WriteAsync(user, new { text = "three" });

        await bot.RepliesAreAsync(user, "you said one", "you said three");
        Assert.Equal(HttpStatusCode.BadRequest, await PutAsync(handler, """{"handled_by":"nobody"}"""));
        Assert.Equal(HttpStatusCode.BadRequest, await PutAsync(handler, """{"handled_by":"bot","id":1}"""));
        Assert.Equal(HttpStatusCode.BadRequest, await PutAsync(handler, "{"));
        Assert.Equal(HttpStatusCode.NotFound, await PutAsync(handler.Replace("0600040", "0699999", StringComparison.Ordinal), """{"handled_by":"bot"}"""));
    }

    private async Task<HttpStatusCode> PutAsync(string path, string body)
    {
        using var content = new StringContent(body);
        using var answer = await bot.System.Mogambo.Api.PutAsync(path, content);
        return answer.StatusCode;
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
}
