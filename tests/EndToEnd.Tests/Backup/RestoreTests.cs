using System.Globalization;
using System.Net;
using System.Text.Json.Nodes;
using Mogambo.EndToEnd.Tests.Sending;

namespace Mogambo.EndToEnd.Tests.Backup;

/// <summary>
/// A backup is taken under load, the load goes on, everything dies at once, the backup is restored, and the instance posts every webhook
/// of the last days again: nothing is stored or sent twice.
/// </summary>
public abstract class RestoreTests(ITestOutputHelper output)
{
    private const int Users = 100;

    protected async Task RestoreAsync(string how, TestDatabase database, string? restored, Func<Task<string>> backUp, Func<string, Task> restore)
    {
        await using var system = await MogamboSystem.StartAsync(
            database,
            new Dictionary<string, string> { ["Mogambo__Accounts__0__OnUnknown"] = "Resend" },
            simulator => simulator.KeepAcknowledged = true);
        // Some sends are under way whenever the backup is taken.
        await system.SetFaultsAsync(new JsonObject { ["delay"] = new JsonObject { ["ms"] = 300, ["probability"] = 0.5 } });
        using var stop = new CancellationTokenSource();
        var load = LoadAsync(system, stop.Token);
        await AcknowledgedAsync(system, 300);
        await system.Mogambo.ExpectAsync(
            HttpStatusCode.Accepted, HttpMethod.Post, "/v1/messages", Text(User(0), "later", TimeProvider.System.GetUtcNow().AddHours(1)), "scheduled");

        var backup = await backUp();
        await AcknowledgedAsync(system, await system.AcknowledgedAsync() + 300);
        await system.Mogambo.KillAsync();
        await stop.CancelAsync();
        await restore(backup);
        system.Mogambo.Set("Mogambo__Storage__Restored", restored);
        await system.Mogambo.StartAsync();

        var replayed = await system.ReplayWebhooksAsync();
        await load;
        await system.DrainedAsync(TimeSpan.FromMinutes(2));
        await system.WriteAsync("15550499999", new { text = "are you back" });
        await Eventually.TrueAsync("who writes now is answered", async () => (await system.RepliesAsync("15550499999")).Count == 1);

        var check = await RestoreCheck.RunAsync(system.Ledger, database.Connect());
        output.WriteLine($"{how}: {replayed} updates posted again; {check}");
        Assert.True(check.Acknowledged > 600 && check.MadeUnknown > 0 && check.Forgotten > 0, check.ToString());
        Assert.Empty(check.Lost);
        Assert.Empty(check.DoublyStored);
        Assert.Empty(check.SentAgain);
        Assert.Empty(check.SaidAgain);
        Assert.Equal(0, check.NotFinal);
        Assert.NotEmpty((await system.Mogambo.GetAsync("/v1/messages?status=unknown&limit=200")).GetProperty("data").EnumerateArray());
        Assert.Contains((await system.Mogambo.GetAsync("/v1/dead-letters?limit=200")).GetProperty("data").EnumerateArray(), letter => letter.Text("reason") == "restored");

        await RestartAsync(system, database, check.MadeUnknown, isNamed: restored is not null);
    }

    /// <summary>With the setting left as it was: the restore is dealt with already.</summary>
    private static async Task RestartAsync(MogamboSystem system, TestDatabase database, int madeUnknown, bool isNamed)
    {
        await system.Mogambo.ExpectAsync(
            HttpStatusCode.Accepted, HttpMethod.Post, "/v1/messages", Text("15550499999", "after the restore", TimeProvider.System.GetUtcNow().AddHours(1)), "new");
        await system.Mogambo.KillAsync();
        await system.Mogambo.StartAsync();

        var check = await RestoreCheck.RunAsync(system.Ledger, database.Connect());
        Assert.Equal((1, madeUnknown), (check.NotFinal, check.MadeUnknown));
        Assert.Equal(isNamed, system.Mogambo.Log.Any(line => line.Contains("is passed over", StringComparison.Ordinal)));
    }

    private static async Task LoadAsync(MogamboSystem system, CancellationToken stop)
    {
        var n = 0;
        await Task.WhenAll(Enumerable.Range(0, 4).Select(async _ =>
        {
            while (!stop.IsCancellationRequested)
            {
                var number = Interlocked.Increment(ref n);
                await system.WriteAsync(User(number % Users), new { text = $"n{number}", wait = false });
                await SendAsync(system, number);
                await Eventually.TrueAsync("the instance does not hold too much", async () => await system.PendingAsync() < 300 || stop.IsCancellationRequested);
            }
        }));
    }

    /// <summary>A caller that gives up at the first error: the text of a refused message is never sent.</summary>
    private static async Task SendAsync(MogamboSystem system, int number)
    {
        try
        {
            await system.Mogambo.CallAsync(
                HttpMethod.Post, "/v1/messages", Text(User(number % Users), $"api {number}"), $"key-{number}");
        }
        catch (HttpRequestException)
        {
            // The process is gone.
        }
    }

    private static Task AcknowledgedAsync(MogamboSystem system, long count) => Eventually.TrueAsync(
        $"{count} messages are acknowledged", async () => await system.AcknowledgedAsync() >= count, TimeSpan.FromMinutes(2));

    private static object Text(string to, string body, DateTimeOffset? sendAt = null) => sendAt is { } at
        ? new { to, type = "text", text = new { body }, send_at = at, if_window_closed = "park" }
        : new { to, type = "text", text = new { body } };

    private static string User(int n) => string.Create(CultureInfo.InvariantCulture, $"1555041{n:0000}");
}
