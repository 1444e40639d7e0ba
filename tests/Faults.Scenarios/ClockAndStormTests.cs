using System.Diagnostics;
using Mogambo.Faults.Nemesis;

namespace Mogambo.Faults.Scenarios;

/// <summary>A silo whose clock is wrong, and silos that die faster than they come back.</summary>
public sealed class ClockAndStormTests(ITestOutputHelper output)
{
    private const int Users = 40;

    private static readonly TimeSpan s_patience = TimeSpan.FromSeconds(60);

    [Theory]
    [InlineData(2)]
    [InlineData(-2)]
    public async Task A_clock_that_is_two_hours_off_decides_nothing(int hours)
    {
        await using var cluster = await FaultyCluster.StartAsync(silos: 2, prepare: cluster =>
        {
            foreach (var (name, value) in FakeClock.Off(hours))
            {
                cluster.Silos[0].Settings[name] = value;
            }
        });
        using (cluster.Log.Begin("clock", "silo-1"))
        {
            foreach (var text in new[] { "one", "two", "three" })
            {
                await cluster.Users.BurstAsync(Users, text);
                await cluster.Users.AnsweredAsync(Users, text, s_patience);
            }
        }

        var report = await cluster.CheckAsync();
        output.WriteLine(report.Verdict);
        Assert.True(report.IsGood, report.ToString());
        Assert.Equal(0, await cluster.CountAsync("select count(*) from message where direction = 1 and abs(created_at - extract(epoch from clock_timestamp()) * 1000) > 600000"));
    }

    [Fact]
    public async Task Silos_killed_again_and_again_form_a_cluster_again()
    {
        await using var cluster = await FaultyCluster.StartAsync(silos: 2);
        using var stop = new CancellationTokenSource();
        var load = cluster.Users.RunAsync(users: 8, TimeSpan.FromMilliseconds(50), stop.Token);
        await cluster.Users.AcknowledgesAsync(50, s_patience);
        using (cluster.Log.Begin("storm", "silos"))
        {
            using var every = new PeriodicTimer(TimeSpan.FromSeconds(5));
            for (var storm = 0; storm < 4; storm++)
            {
                await Task.WhenAll(cluster.Silos.Where(silo => silo.Id is not null).Select(silo => silo.KillAsync()));
                foreach (var silo in cluster.Silos)
                {
                    silo.Launch();
                }

                await every.WaitForNextTickAsync(TestContext.Current.CancellationToken);
            }
        }

        var over = Stopwatch.GetTimestamp();
        await cluster.AnswersAsync("after the storm", s_patience);
        output.WriteLine($"answers {Stopwatch.GetElapsedTime(over).TotalSeconds:0.0} s after the storm");
        await stop.CancelAsync();
        await load;
        var report = await cluster.CheckAsync();
        output.WriteLine(report.Verdict);
        Assert.True(report.IsGood, report.ToString());
    }
}
