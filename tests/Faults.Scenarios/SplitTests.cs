using System.Diagnostics;
using System.Net;
using Mogambo.Faults.Network;

namespace Mogambo.Faults.Scenarios;

/// <summary>Silos that do not hear each other, or one that does not hear the database: users are answered all the same, once and in order.</summary>
public sealed class SplitTests(ITestOutputHelper output)
{
    private const int Users = 30;

    /// <summary>Three missed probes of 3 s, votes, and a turn.</summary>
    private static readonly TimeSpan s_noticed = TimeSpan.FromSeconds(60);

    [Fact]
    public Task Cut_off_from_the_others_both_ways() => SplitAsync("partition", "silo-1", cluster => cluster.Links.Isolate("silo-1"), cluster => cluster.Links.Heal());

    [Fact]
    public Task One_silo_is_heard_by_nobody_but_hears() => SplitAsync(
        "partition",
        "silo-1",
        cluster =>
        {
            cluster.Links.CutOneWay("silo-1", "silo-2");
            cluster.Links.CutOneWay("silo-1", "silo-3");
        },
        cluster => cluster.Links.Heal());

    [Fact]
    public Task A_silo_without_the_database_says_so_and_is_given_up() => SplitAsync(
        "partition",
        "silo-1",
        cluster => cluster.Silos[0].Database.Set(LinkFault.Cut),
        cluster => cluster.Silos[0].Database.Heal(),
        cluster => Await.TrueAsync(
            "it says that it is not ready", async () => await cluster.Silos[0].ReadinessAsync() == HttpStatusCode.ServiceUnavailable, s_noticed),
        cluster => Await.TrueAsync("it has ended itself", () => Task.FromResult(cluster.Silos[0].Id is null), s_noticed));

    private async Task SplitAsync(
        string fault,
        string target,
        Action<FaultyCluster> cut,
        Action<FaultyCluster> heal,
        Func<FaultyCluster, Task>? seen = null,
        Func<FaultyCluster, Task>? healed = null)
    {
        await using var cluster = await FaultyCluster.StartAsync(silos: 3);
        await cluster.Users.BurstAsync(Users, "before");
        await cluster.Users.AnsweredAsync(Users, "before", s_noticed);

        using (cluster.Log.Begin(fault, target))
        {
            cut(cluster);
            var since = Stopwatch.GetTimestamp();
            await cluster.Users.BurstAsync(Users, "during");
            await (seen?.Invoke(cluster) ?? Task.CompletedTask);
            await cluster.Users.AnsweredAsync(Users, "during", s_noticed);
            output.WriteLine($"noticed {Stopwatch.GetElapsedTime(since).TotalSeconds:0.0} s after the cut");
            heal(cluster);
            await (healed?.Invoke(cluster) ?? Task.CompletedTask);
        }

        foreach (var gone in cluster.Silos.Where(silo => silo.Id is null))
        {
            output.WriteLine($"{gone.Name} ended itself and is started again");
            gone.Launch();
        }

        await Task.WhenAll(cluster.Silos.Select(silo => silo.ReadyAsync()));
        await cluster.Users.AnsweredAsync(Users, "during", s_noticed);
        await cluster.Users.BurstAsync(Users, "after");
        await cluster.Users.AnsweredAsync(Users, "after", s_noticed);
        var report = await cluster.CheckAsync();
        output.WriteLine(report.Verdict);
        Assert.True(report.IsGood, report.ToString());
    }
}
