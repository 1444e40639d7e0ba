using System.Collections.Concurrent;
using System.Net;

namespace Mogambo.EndToEnd.Tests.Sending;

/// <summary>A template that WhatsApp pauses in the middle of a stream of sends: nothing is claimed after the pause, and what was held goes on later.</summary>
public sealed class PausedTemplateTests(ITestOutputHelper output)
{
    private const int Users = 400;

    private static readonly string[] s_ana = ["Ana"];

    [Theory]
    [InlineData("Sqlite")]
    [InlineData("PostgreSql")]
    public async Task Nothing_is_sent_after_a_pause_until_the_template_is_approved_again(string provider)
    {
        await using var system = await MogamboSystem.StartAsync(await TestDatabase.CreateAsync(provider));
        var template = await system.ApprovedTemplateAsync("delivery_note", "Hello {{1}}, your parcel is on its way and arrives today.", "Ana");
        await Parallel.ForEachAsync(Enumerable.Range(0, Users), new ParallelOptions { MaxDegreeOfParallelism = 8 }, async (n, _) =>
            await system.Mogambo.ExpectAsync(HttpStatusCode.OK, HttpMethod.Put, $"/v1/contacts/{User(n)}/opt-in", new { source = "test" }));

        // Some wait for their time, so that the pause finds messages that are queued.
        var later = TimeProvider.System.GetUtcNow().AddSeconds(20);
        var answers = new ConcurrentBag<(HttpStatusCode Status, bool AfterPause)>();
        var paused = false;
        var load = Parallel.ForEachAsync(Enumerable.Range(0, Users), new ParallelOptions { MaxDegreeOfParallelism = 8 }, async (n, _) =>
        {
            var after = Volatile.Read(ref paused);
            var (status, _, _) = await system.Mogambo.CallAsync(HttpMethod.Post, "/v1/messages", new
            {
                to = User(n),
                type = "template",
                template = new { name = "delivery_note", language = "en", parameters = new { body = s_ana } },
                send_at = n % 2 == 0 ? later : (DateTimeOffset?)null,
            });
            answers.Add((status, after));
        });
        await Eventually.TrueAsync("half of it is sent", () => answers.Count > Users / 4);
        await system.DecideAsync(template, "pause");
        await system.TemplateIsAsync("delivery_note", "paused");
        var pausedAt = TimeProvider.System.GetUtcNow();
        Volatile.Write(ref paused, true);
        await load;

        Assert.All(answers.Where(answer => answer.AfterPause), answer => Assert.Equal(HttpStatusCode.Conflict, answer.Status));
        Assert.All(answers, answer => Assert.True(answer.Status is HttpStatusCode.Accepted or HttpStatusCode.Conflict, $"{answer.Status}"));
        var taken = answers.Count(answer => answer.Status == HttpStatusCode.Accepted);
        await Eventually.TrueAsync("what is due is held or sent", async () => await CountAsync(system, "scheduled") == 0 && await CountAsync(system, "claimed") == 0);
        var held = await CountAsync(system, "queued");
        Assert.True(held > 10, $"Only {held} messages were held.");

        // A claim from before the pause is sent within its freshness of 5 s, and none later.
        var latest = (await system.SendsAsync()).Max(send => send.GetProperty("at").GetDateTimeOffset());
        Assert.True(latest < pausedAt.AddSeconds(5), $"Paused at {pausedAt:O}, sent at {latest:O}.");

        await system.DecideAsync(template, "unpause");
        await Eventually.TrueAsync("all that was held is sent", async () => await CountAsync(system, "queued") + await CountAsync(system, "claimed") == 0);
        await system.DrainedAsync();
        var sends = (await system.SendsAsync()).Where(send => send.GetProperty("http_status").GetInt32() == 200).ToList();
        output.WriteLine($"{provider}: taken {taken}, held by the pause {held}, refused {answers.Count - taken}, sent {sends.Count}");
        Assert.Equal(taken, sends.Select(send => send.Text("user")).Distinct().Count());
        Assert.Equal(taken, sends.Count);
        Assert.Equal(0, await CountAsync(system, "failed"));
    }

    private static async Task<int> CountAsync(MogamboSystem system, string status)
    {
        var count = 0;
        string? after = null;
        do
        {
            var page = await system.Mogambo.GetAsync($"/v1/messages?direction=outbound&limit=200&status={status}{(after is null ? "" : $"&after={after}")}");
            count += page.GetProperty("data").GetArrayLength();
            after = page.GetProperty("next").GetString();
        }
        while (after is not null);
        return count;
    }

    private static string User(int n) => $"1415557{n:0000}";
}
