using System.Collections.Concurrent;
using System.Net;

namespace Mogambo.EndToEnd.Tests.Sending;

/// <summary>Callers that repeat themselves, at once and over kills of the process, never send twice.</summary>
public abstract class IdempotencyTests(ITestOutputHelper output, string provider)
{
    private const int Keys = 1_000;
    private const int Repeats = 50;

    private static readonly TimeSpan s_patience = TimeSpan.FromMinutes(4);

    [Fact]
    public async Task Fifty_sends_with_one_key_are_one_message_whatever_is_killed()
    {
        await using var system = await MogamboSystem.StartAsync(await TestDatabase.CreateAsync(provider), new Dictionary<string, string>
        {
            ["Mogambo__Accounts__0__Bot__Kind"] = "None",
        });
        await system.ApprovedTemplateAsync("your_ticket", "Hello {{1}}, your ticket is ready and waits for you at our counter.", "Ana");
        await Parallel.ForEachAsync(Enumerable.Range(0, Keys), new ParallelOptions { MaxDegreeOfParallelism = 8 }, async (n, _) =>
            await system.Mogambo.ExpectAsync(HttpStatusCode.OK, HttpMethod.Put, $"/v1/contacts/{User(n)}/opt-in", new { source = "test" }));

        var ids = new ConcurrentDictionary<string, ConcurrentDictionary<string, int>>();
        var done = 0;
        var load = Parallel.ForEachAsync(Enumerable.Range(0, Keys), new ParallelOptions { MaxDegreeOfParallelism = 4 }, async (n, _) =>
        {
            await Task.WhenAll(Enumerable.Range(0, Repeats).Select(_ => SendUntilTakenAsync(system.Mogambo, n, ids)));
            Interlocked.Increment(ref done);
        });
        foreach (var kill in new[] { Keys / 4, Keys / 2 })
        {
            await Eventually.TrueAsync("enough is sent", () => Volatile.Read(ref done) >= kill, s_patience);
            await system.Mogambo.KillAsync();
            await system.Mogambo.StartAsync();
        }

        await load;
        Assert.Equal(Keys, ids.Count);
        Assert.All(ids.Values, answers => Assert.Single(answers));

        await Eventually.TrueAsync("every message is settled or unknown", async () => await WaitingAsync(system) == 0, s_patience);
        await system.DrainedAsync();
        var sends = await system.SendsAsync();
        var perUser = sends.GroupBy(send => send.GetProperty("user").GetString()).ToList();
        var unknown = (await system.Mogambo.GetAsync("/v1/messages?status=unknown&limit=200")).GetProperty("data").GetArrayLength();
        output.WriteLine($"{provider}: {Keys} keys x {Repeats}, messages {ids.Values.Sum(answers => answers.Count)}, sent {sends.Count}, unknown {unknown}");
        Assert.All(perUser, sent => Assert.Single(sent));
        Assert.Equal(Keys, perUser.Count + unknown);

        var other = await system.Mogambo.ExpectAsync(
            HttpStatusCode.UnprocessableEntity, HttpMethod.Post, "/v1/messages", ApiCalls.TemplateTo(User(0), "your_ticket", "somebody else"), Key(0));
        Assert.Equal("urn:mogambo:problem:idempotency-key-reused", other.Text("type"));
    }

    private static async Task SendUntilTakenAsync(
        MogamboProcess mogambo, int n, ConcurrentDictionary<string, ConcurrentDictionary<string, int>> ids)
    {
        string? id = null;
        await Eventually.TrueAsync($"send {n} is taken", async () =>
        {
            try
            {
                var (status, body, _) = await mogambo.CallAsync(HttpMethod.Post, "/v1/messages", ApiCalls.TemplateTo(User(n), "your_ticket", "Ana"), Key(n));
                Assert.True(
                    status is HttpStatusCode.Accepted or HttpStatusCode.Conflict or HttpStatusCode.ServiceUnavailable,
                    $"{(int)status} {body}");
                id = status == HttpStatusCode.Accepted ? body.Text("id") : null;
            }
            catch (HttpRequestException)
            {
                // It is being killed or started.
            }

            return id is not null;
        }, s_patience);
        ids.GetOrAdd(Key(n), _ => []).AddOrUpdate(id!, 1, (_, count) => count + 1);
    }

    /// <summary>How many messages are still on their way out.</summary>
    private static async Task<int> WaitingAsync(MogamboSystem system)
    {
        var waiting = 0;
        foreach (var status in new[] { "queued", "claimed" })
        {
            waiting += (await system.Mogambo.GetAsync($"/v1/messages?status={status}&direction=outbound")).GetProperty("data").GetArrayLength();
        }

        return waiting;
    }

    private static string User(int n) => $"1415556{n:0000}";

    private static string Key(int n) => $"key-{n}";
}

public sealed class SqliteIdempotencyTests(ITestOutputHelper output) : IdempotencyTests(output, "Sqlite");

public sealed class PostgreSqlIdempotencyTests(ITestOutputHelper output) : IdempotencyTests(output, "PostgreSql");
