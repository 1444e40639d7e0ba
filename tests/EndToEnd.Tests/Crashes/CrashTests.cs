using System.Globalization;

namespace Mogambo.EndToEnd.Tests.Crashes;

/// <summary>The process is killed with -9 at random moments under load, ten times; nothing acknowledged may be lost or doubled.</summary>
public sealed class CrashTests(ITestOutputHelper output)
{
    private const int Kills = 10;
    private const int Users = 300;

    /// <summary>In the order a message passes them: with the commit, before and after the 200, in the inbox, around the send.</summary>
    private static readonly string[] s_moments =
    [
        "store.before_commit=exit@2", "store.in_commit=exit@2", "store.after_commit=exit@2", "inbox.after_commit=exit@5",
        "inbox.spilled=exit@1", "dispatch.after_claim=exit@1",
        "send.after_claim=exit@5", "send.mid_write=exit@5", "send.after_response=exit@5", "send.before_store=exit@5",
    ];

    [Theory]
    [InlineData("Sqlite")]
    [InlineData("PostgreSql")]
    public async Task Nothing_acknowledged_is_lost_or_doubled_by_ten_kills(string provider)
    {
        var random = new Random(20261122);
        await using var system = await MogamboSystem.StartAsync(await TestDatabase.CreateAsync(provider));
        await system.SetFaultsAsync(new System.Text.Json.Nodes.JsonObject { ["delay"] = new System.Text.Json.Nodes.JsonObject { ["ms"] = 30, ["probability"] = 0.5 } });
        using var stop = new CancellationTokenSource();
        var load = LoadAsync(system, stop.Token);

        var kills = new List<DateTimeOffset>();
        for (var kill = 0; kill < Kills; kill++)
        {
            var until = await system.AcknowledgedAsync() + random.Next(100, 500);
            await Eventually.TrueAsync("more is acknowledged", async () => await system.AcknowledgedAsync() >= until);
            kills.Add(TimeProvider.System.GetUtcNow());
            await system.Mogambo.KillAsync();
            await system.Mogambo.StartAsync();
        }

        await stop.CancelAsync();
        await load;
        await system.DrainedAsync(TimeSpan.FromMinutes(2));
        await SettledAsync(system);

        var checker = await Checker.RunAsync(ReadShared(system.Ledger), system.Database.Connect());
        output.WriteLine($"{provider}: {checker}\nunknown: {string.Join("; ", checker.Unknown.Select(unknown => unknown.Message))}");
        Assert.True(checker.Acknowledged > 1_000, $"Too little was in it: {checker}");
        Assert.Empty(checker.Lost);
        Assert.Empty(checker.Unexpected);
        Assert.Empty(checker.Doubled);
        Assert.Empty(checker.Misdirected);
        Assert.Empty(checker.UnknownThoughEchoed);
        // Each was claimed when its process died: a claim that is older than its freshness would have been given back.
        Assert.All(checker.Unknown, unknown => Assert.Contains(kills, kill => unknown.CreatedAt < kill.AddSeconds(1) && unknown.CreatedAt > kill.AddSeconds(-6)));
    }

    /// <summary>Failpoints hit the moments that chance misses: the process kills itself exactly there, is started again, and goes on.</summary>
    [Theory]
    [InlineData("Sqlite")]
    [InlineData("PostgreSql")]
    public async Task A_kill_at_a_chosen_moment_loses_and_doubles_nothing(string provider) =>
        await Parallel.ForEachAsync(
            s_moments, new ParallelOptions { MaxDegreeOfParallelism = 4 }, async (moment, _) => await KillAtAsync(provider, moment));

    private async Task KillAtAsync(string provider, string failpoint)
    {
        await using var system = await MogamboSystem.StartAsync(
            await TestDatabase.CreateAsync(provider),
            new Dictionary<string, string>
            {
                ["Mogambo__Failpoints"] = failpoint,
                // With a deadline this short most messages go to the inbox.
                ["Mogambo__Gateway__GrainDeadline"] = failpoint.Contains("exit@1", StringComparison.Ordinal) ? "00:00:00.010" : "00:00:00.500",
            });

        await Parallel.ForEachAsync(Enumerable.Range(0, 20), async (n, _) => await system.WriteAsync(User(n), new { text = $"n{n}", wait = false }));
        await Eventually.TrueAsync($"the process has killed itself at {failpoint}", () => system.Mogambo.HasExited);

        system.Mogambo.Set("Mogambo__Failpoints", null);
        await system.Mogambo.StartAsync();
        await system.DrainedAsync();
        await SettledAsync(system);

        var checker = await Checker.RunAsync(ReadShared(system.Ledger), system.Database.Connect());
        output.WriteLine($"{provider} {failpoint}: {checker}");
        Assert.True(
            checker is { Acknowledged: 20, Lost: [], Unexpected: [], Doubled: [], Misdirected: [], UnknownThoughEchoed: [] },
            $"{provider} {failpoint}: {checker}\n{string.Join('\n', checker.Lost.Concat(checker.Doubled).Concat(checker.Unexpected))}");
    }

    private static async Task LoadAsync(MogamboSystem system, CancellationToken stop)
    {
        try
        {
            await Parallel.ForEachAsync(Numbers(), new ParallelOptions { MaxDegreeOfParallelism = 4, CancellationToken = stop }, async (n, _) =>
            {
                await system.WriteAsync(User(n % Users), new { text = $"n{n}", wait = false });
                await Eventually.TrueAsync("the instance does not hold too much", async () => await system.PendingAsync() < 500);
            });
        }
        catch (OperationCanceledException)
        {
            // Enough was written.
        }
    }

    /// <summary>Nothing waits in the inbox, nothing is queued or claimed: every reply is settled or stands unknown.</summary>
    private static Task SettledAsync(MogamboSystem system) => Eventually.TrueAsync(
        "every reply is settled or unknown",
        async () =>
        {
            await using var connection = system.Database.Connect();
            await connection.OpenAsync();
            await using var count = connection.CreateCommand();
            count.CommandText = """
                select (select count(*) from inbox)
                     + (select count(*) from message where direction = 1 and phase in (1, 4) and rank < attempt * 16 + 1)
                """;
            return Convert.ToInt64(await count.ExecuteScalarAsync(), CultureInfo.InvariantCulture) == 0
                && await system.PendingAsync() == 0;
        },
        TimeSpan.FromMinutes(2));

    private static string User(int n) => FormattableString.Invariant($"1555040{n:0000}");

    private static IEnumerable<int> Numbers()
    {
        for (var n = 0; ; n++)
        {
            yield return n;
        }
    }

    private static IEnumerable<string> ReadShared(string path)
    {
        using var reader = new StreamReader(new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite));
        while (reader.ReadLine() is { } line)
        {
            yield return line;
        }
    }
}
