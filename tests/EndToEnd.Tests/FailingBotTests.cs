using System.Net;
using System.Text.Json;
using Microsoft.AspNetCore.Http;

namespace Mogambo.EndToEnd.Tests;

/// <summary>A bot that fails for good, in real time.</summary>
public sealed class FailingBotTests(BotSystem bot) : IClassFixture<BotSystem>
{
    /// <summary>Takes two and a half minutes: the contract's ten calls with their waits, in real time.</summary>
    [Fact]
    public async Task A_bot_that_fails_ten_times_leaves_a_dead_letter_and_the_next_message_goes_on()
    {
        var works = false;
        bot.Behaviours["15550600030"] = (http, question) =>
        {
            if (!Volatile.Read(ref works) && question.Contains("\"first\"", StringComparison.Ordinal) && !question.Contains("\"second\"", StringComparison.Ordinal))
            {
                http.Response.StatusCode = 500;
                return Task.CompletedTask;
            }

            return http.Response.WriteAsync("""{"messages":[{"type":"text","text":{"body":"fine"}}]}""");
        };

        await bot.System.WriteAsync("15550600030", new { text = "first" });
        await Eventually.TrueAsync("the turn is a dead letter", async () => (await LettersAsync()).GetArrayLength() == 1, TimeSpan.FromMinutes(4));
        Assert.Equal(10, bot.Calls.Count(call => call.User == "15550600030"));
        await bot.RepliesAreAsync("15550600030", "Sorry, please try later.");

        await bot.System.WriteAsync("15550600030", new { text = "second" });
        await bot.RepliesAreAsync("15550600030", "Sorry, please try later.", "fine");

        Volatile.Write(ref works, true);
        var letter = (await LettersAsync())[0];
        Assert.Equal("bot-failed", letter.GetProperty("reason").GetString());
        var replays = await Task.WhenAll(Enumerable.Range(0, 6).Select(_ =>
            bot.System.Mogambo.Api.PostAsync($"/v1/dead-letters/{letter.GetProperty("id").GetString()}/replay", null)));
        Assert.All(replays, replay => Assert.Contains(replay.StatusCode, new[] { HttpStatusCode.OK, HttpStatusCode.NotFound }));
        await bot.RepliesAreAsync("15550600030", "Sorry, please try later.", "fine", "fine");
        Assert.Equal(0, (await LettersAsync()).GetArrayLength());
        await bot.System.WriteAsync("15550600030", new { text = "third" });
        await bot.RepliesAreAsync("15550600030", "Sorry, please try later.", "fine", "fine", "fine");
    }

    private async Task<JsonElement> LettersAsync() => (await bot.System.Mogambo.GetAsync("/v1/dead-letters")).GetProperty("data");
}
