using System.Diagnostics;
using System.Net;
using Mogambo.Faults.Nemesis;
using Mogambo.Faults.Network;
using Mogambo.PostgresServer;

namespace Mogambo.Faults.Scenarios;

/// <summary>What the database and the way to it do, under load: nothing acknowledged is lost, and the answer is 503 soon rather than late.</summary>
public sealed class DatabaseTests(AllInOne system, ITestOutputHelper output) : IClassFixture<AllInOne>
{
    private static readonly TimeSpan s_soon = TimeSpan.FromSeconds(2);
    private static readonly TimeSpan s_recovery = TimeSpan.FromSeconds(10);

    /// <summary>Five seconds for a command, two for its cancellation, five for the answer of who came last.</summary>
    private static readonly TimeSpan s_noticed = TimeSpan.FromSeconds(15);

    private static readonly TimeSpan s_patience = TimeSpan.FromSeconds(60);

    private FaultyCluster Cluster => system.Cluster;

    private DatabaseFaults Faults => new(Cluster.ConnectionString);

    [Fact]
    public Task A_commit_of_which_nobody_knows_is_neither_lost_nor_repeated() => UnderLoadAsync(async () =>
    {
        var link = Cluster.Gateway.Database;
        using (Cluster.Log.Begin("pg_kill", "commits"))
        {
            link.Set(new LinkFault { CommitsLost = 0.2 });
            await EventuallyAsync("60 commits are lost", () => link.Counts.CommitsPrevented >= 20 && link.Counts.CommitAnswersLost >= 20);
            link.Heal();
        }

        output.WriteLine($"{link.Counts.CommitsPrevented} commits prevented, the answers of {link.Counts.CommitAnswersLost} lost");
    });

    [Fact]
    public Task A_slow_database_slows_down_and_nothing_else() => UnderLoadAsync(async () =>
    {
        using (Cluster.Log.Begin("slow", "postgres"))
        {
            Cluster.Gateway.Database.Set(LinkFault.Slow(TimeSpan.FromMilliseconds(200)));
            await Cluster.Users.AcknowledgesAsync(100, s_patience);
            var (_, took) = await Cluster.Users.PostOnceAsync(TestContext.Current.CancellationToken);
            Assert.InRange(took.TotalSeconds, 0, 6);
            Cluster.Gateway.Database.Heal();
        }
    });

    [Fact]
    public Task A_locked_table_ends_in_503_before_the_instance_gives_up() => UnderLoadAsync(async () =>
    {
        using (Cluster.Log.Begin("slow", "lock"))
        await using (await Faults.LockAsync("message"))
        {
            var slowest = TimeSpan.Zero;
            await EventuallyAsync("webhooks are refused", async () =>
            {
                var (status, took) = await Cluster.Users.PostOnceAsync();
                slowest = took > slowest ? took : slowest;
                return status == HttpStatusCode.ServiceUnavailable;
            });
            output.WriteLine($"slowest answer {slowest.TotalSeconds:0.0} s");
            Assert.InRange(slowest.TotalSeconds, 0, 8);
        }

        await RecoversAsync();
    });

    [Fact]
    public Task Without_a_free_connection_it_says_so_and_recovers() => UnderLoadAsync(async () =>
    {
        using (Cluster.Log.Begin("pg_kill", "connections"))
        {
            await using var others = await Faults.ExhaustAsync();
            output.WriteLine($"{others.Count} connections taken");
            // The product loses its own, and others are faster.
            await RefusesSoonAfterAsync(others.TakeOverAsync);
        }

        await RecoversAsync();
    });

    [Fact]
    public Task An_operators_forgotten_transaction_holds_up_nobody() => UnderLoadAsync(async () =>
    {
        await using (await Faults.IdleTransactionAsync())
        {
            await Cluster.Users.AcknowledgesAsync(100, s_patience);
            await Cluster.AnswersAsync("after the transaction began", s_patience);
        }
    });

    [Fact]
    public Task A_killed_server_process_takes_all_connections_along_and_they_come_back() => UnderLoadAsync(async () =>
    {
        using (Cluster.Log.Begin("pg_kill", "backend"))
        {
            var backend = (await Faults.BackendsAsync())[0];
            Process.GetProcessById(backend).Kill();
        }

        await RecoversAsync();
    });

    [Theory]
    [InlineData("fast")]
    [InlineData("immediate")]
    [InlineData("kill")]
    public Task A_restart_of_the_server_is_over_in_seconds(string how) => UnderLoadAsync(async () =>
    {
        using (Cluster.Log.Begin(how == "kill" ? "pg_kill" : "pg_restart", "postgres"))
        {
            await RefusesSoonAfterAsync(() => how switch
            {
                "kill" => Cluster.Postgres.KillAsync(),
                "immediate" => Cluster.Postgres.StopAsync(StopMode.Immediate),
                _ => Cluster.Postgres.StopAsync(),
            });
            await Cluster.Postgres.StartAsync();
        }

        await RecoversAsync();
    });

    [Fact]
    public Task While_it_is_away_the_answer_is_503_and_the_log_is_short() => UnderLoadAsync(async () =>
    {
        using (Cluster.Log.Begin("outage", "postgres"))
        {
            await RefusesSoonAfterAsync(() =>
            {
                Cluster.Gateway.Database.Set(LinkFault.Refused);
                return Task.CompletedTask;
            });
            await LogIsShortAsync(TimeSpan.FromSeconds(6));
            Cluster.Gateway.Database.Heal();
        }

        await RecoversAsync();
    });

    [Fact]
    public Task A_pulled_cable_is_noticed_without_a_word() => UnderLoadAsync(async () =>
    {
        using (Cluster.Log.Begin("outage", "cable"))
        {
            Cluster.Gateway.Database.Set(LinkFault.Cut);
            // Whoever asks before the time-outs of a command and of its cancellation waits for his own; then the outage is known.
            var cut = Stopwatch.GetTimestamp();
            await EventuallyAsync("webhooks are refused at once", async () =>
                await Cluster.Users.PostOnceAsync() is (HttpStatusCode.ServiceUnavailable, { TotalSeconds: < 1 }));
            var noticed = Stopwatch.GetElapsedTime(cut);
            output.WriteLine($"known after {noticed.TotalSeconds:0.0} s");
            Assert.InRange(noticed, TimeSpan.Zero, s_noticed);
            for (var n = 0; n < 10; n++)
            {
                var (status, took) = await Cluster.Users.PostOnceAsync();
                Assert.Equal(HttpStatusCode.ServiceUnavailable, status);
                Assert.InRange(took, TimeSpan.Zero, s_soon);
            }

            Cluster.Gateway.Database.Heal();
        }

        await RecoversAsync();
    });

    private async Task UnderLoadAsync(Func<Task> fault)
    {
        using var stop = new CancellationTokenSource();
        var load = Cluster.Users.RunAsync(users: 16, TimeSpan.FromMilliseconds(20), stop.Token);
        try
        {
            await Cluster.Users.AcknowledgesAsync(50, s_patience);
            await fault();
            await Cluster.Users.AcknowledgesAsync(50, s_patience);
        }
        finally
        {
            Cluster.Gateway.Database.Heal();
            await stop.CancelAsync();
            await load;
        }

        var report = await Cluster.CheckAsync();
        output.WriteLine(report.Verdict);
        Assert.True(report.IsGood, report.ToString());
    }

    private async Task RefusesSoonAfterAsync(Func<Task> fault)
    {
        await fault();
        var gone = Stopwatch.GetTimestamp();
        await RefusesAsync();
        Assert.InRange(Stopwatch.GetElapsedTime(gone), TimeSpan.Zero, s_soon);
    }

    private async Task RefusesAsync()
    {
        HttpStatusCode last = default;
        await Await.TrueAsync(
            "webhooks are refused",
            async () => (last = (await Cluster.Users.PostOnceAsync()).Status) == HttpStatusCode.ServiceUnavailable,
            s_patience,
            () => $"last answer {last}\n{string.Join('\n', Cluster.Gateway.LogSince(0).TakeLast(30))}");
    }

    private async Task RecoversAsync()
    {
        var back = Stopwatch.GetTimestamp();
        await EventuallyAsync("webhooks are taken", async () => (await Cluster.Users.PostOnceAsync()).Status == HttpStatusCode.OK);
        var took = Stopwatch.GetElapsedTime(back);
        output.WriteLine($"recovered in {took.TotalSeconds:0.0} s");
        Assert.InRange(took, TimeSpan.Zero, s_recovery);
    }

    /// <summary>No cause is told more often than once a second.</summary>
    private async Task LogIsShortAsync(TimeSpan watch)
    {
        var since = Stopwatch.GetTimestamp();
        await EventuallyAsync("a while has passed", () => Stopwatch.GetElapsedTime(since) >= watch);
        var lines = Cluster.Gateway.LogSince(since);
        var limit = (int)(watch.TotalSeconds * 1.5) + 1;
        output.WriteLine($"{lines.Count} lines in {watch.TotalSeconds:0} s");
        Assert.All(lines.GroupBy(LogCause.Of), cause => Assert.True(cause.Count() <= limit, $"{cause.Count()} times: {cause.First()}"));
    }

    private static Task EventuallyAsync(string what, Func<bool> isTrue) => EventuallyAsync(what, () => Task.FromResult(isTrue()));

    private static Task EventuallyAsync(string what, Func<Task<bool>> isTrue) => Await.TrueAsync(what, isTrue, s_patience);
}
