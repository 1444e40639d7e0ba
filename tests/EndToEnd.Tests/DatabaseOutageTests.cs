using System.Collections.Concurrent;
using System.Diagnostics;
using System.Globalization;
using System.Net;
using System.Text;
using Mogambo.PostgresServer;

namespace Mogambo.EndToEnd.Tests;

/// <summary>PostgreSQL goes away under load and comes back.</summary>
public sealed class DatabaseOutageTests(ITestOutputHelper output)
{
    private static readonly TimeSpan s_outage = TimeSpan.FromSeconds(10);

    [Fact]
    public async Task While_the_database_is_away_the_answer_is_503_and_afterwards_everything_goes_on()
    {
        var database = await PostgresDatabase.CreateAsync();
        await using var system = await MogamboSystem.StartAsync(database);
        using var stop = new CancellationTokenSource();
        var answers = new ConcurrentQueue<(long At, HttpStatusCode Status)>();
        var acknowledged = new ConcurrentBag<string>();
        var load = Task.WhenAll(Enumerable.Range(0, 8).Select(worker => PostAsync(system, worker, answers, acknowledged, stop.Token)));

        await Eventually.TrueAsync("the load runs", () => acknowledged.Count > 2_000);
        var before = Rate(answers, TimeSpan.FromSeconds(1));
        await database.Server.StopAsync(StopMode.Immediate);
        var gone = Stopwatch.GetTimestamp();
        await Eventually.TrueAsync("10 s have passed", () => Stopwatch.GetElapsedTime(gone) >= s_outage);
        var during = answers.Where(answer => answer.At > gone + Stopwatch.Frequency).ToArray();
        await database.Server.StartAsync();
        var back = Stopwatch.GetTimestamp();
        await Eventually.TrueAsync("it is as fast as before", () => Rate(answers, TimeSpan.FromSeconds(1)) > before * 0.7, TimeSpan.FromSeconds(30));
        var recovery = Stopwatch.GetElapsedTime(back);
        await stop.CancelAsync();
        await load;

        output.WriteLine($"before {before:0}/s, {during.Length} answers of 503 during the outage, full speed {recovery.TotalSeconds:0.0} s after the return");
        Assert.NotEmpty(during);
        Assert.All(during, answer => Assert.Equal(HttpStatusCode.ServiceUnavailable, answer.Status));
        Assert.True(recovery < TimeSpan.FromSeconds(10), $"{recovery}");
        await AllAreAnsweredOnceAsync(system, [.. acknowledged]);
        Assert.NotEmpty(system.Mogambo.Log);
        Assert.DoesNotContain(system.Mogambo.Log, line => line.Contains("15557", StringComparison.Ordinal));
    }

    private static async Task AllAreAnsweredOnceAsync(MogamboSystem system, string[] acknowledged)
    {
        Dictionary<string, int> answered = [];
        await Eventually.TrueAsync("everything acknowledged is answered", async () =>
        {
            answered = (await system.SendsAsync())
                .Where(send => send.GetProperty("decision").GetString() == "accepted")
                .GroupBy(send => send.GetProperty("user").GetString()!)
                .ToDictionary(sends => sends.Key, sends => sends.Count());
            return acknowledged.All(answered.ContainsKey);
        }, TimeSpan.FromMinutes(2), () => $"{answered.Values.Sum()} of {acknowledged.Length} are answered");
        Assert.All(answered, user => Assert.Equal(1, user.Value));
    }

    /// <summary>As WhatsApp does it: one webhook after the other, each until it is acknowledged. Every message has a user of its own.</summary>
    private static async Task PostAsync(
        MogamboSystem system, int worker, ConcurrentQueue<(long, HttpStatusCode)> answers, ConcurrentBag<string> acknowledged, CancellationToken stop)
    {
        for (var n = 0; !stop.IsCancellationRequested; n++)
        {
            var user = string.Create(CultureInfo.InvariantCulture, $"15557{worker}{n:00000}");
            var body = Encoding.UTF8.GetBytes($$$"""
                {"object":"whatsapp_business_account","entry":[{"id":"{{{MogamboProcess.AccountId}}}","changes":[{"field":"messages","value":{"messaging_product":"whatsapp",
                "metadata":{"phone_number_id":"{{{MogamboProcess.PhoneNumberId}}}"},"contacts":[{"profile":{"name":"A"},"wa_id":"{{{user}}}"}],
                "messages":[{"from":"{{{user}}}","id":"wamid.{{{user}}}","timestamp":"{{{TimeProvider.System.GetUtcNow().ToUnixTimeSeconds()}}}","type":"text","text":{"body":"hi"}}]}}]}]}
                """);
            HttpStatusCode status;
            do
            {
                using var answer = await system.PostWebhookAsync(body);
                status = answer.StatusCode;
                answers.Enqueue((Stopwatch.GetTimestamp(), status));
            }
            while (status != HttpStatusCode.OK && !stop.IsCancellationRequested);

            if (status == HttpStatusCode.OK)
            {
                acknowledged.Add(user);
            }
        }
    }

    private static double Rate(ConcurrentQueue<(long At, HttpStatusCode Status)> answers, TimeSpan over)
    {
        var since = Stopwatch.GetTimestamp() - (long)(over.TotalSeconds * Stopwatch.Frequency);
        return answers.Count(answer => answer.At > since && answer.Status == HttpStatusCode.OK) / over.TotalSeconds;
    }
}
