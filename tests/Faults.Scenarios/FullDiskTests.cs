using System.Net;
using Mogambo.Faults.Nemesis;
using Mogambo.PostgresServer;

namespace Mogambo.Faults.Scenarios;

/// <summary>The disk of the database is full, and somebody frees space.</summary>
public sealed class FullDiskTests(ITestOutputHelper output)
{
    private static readonly TimeSpan s_patience = TimeSpan.FromSeconds(60);

    [Fact]
    public async Task A_full_disk_is_refused_with_503_and_nothing_is_lost()
    {
        await using var disk = await SmallDisk.CreateAsync(megabytes: 100);
        var postgres = await PostgresTestServer.StartNewAsync(ownServer: true, disk.Path, "-c min_wal_size=2MB -c max_wal_size=8MB");
        await using var cluster = await FaultyCluster.StartAsync(postgres: postgres);
        using var stop = new CancellationTokenSource();
        var load = cluster.Users.RunAsync(users: 16, TimeSpan.FromMilliseconds(10), stop.Token);
        await cluster.Users.AcknowledgesAsync(100, s_patience);

        using (cluster.Log.Begin("disk", "postgres"))
        {
            disk.Fill();
            await Await.TrueAsync("webhooks are refused", async () => (await cluster.Users.PostOnceAsync()).Status == HttpStatusCode.ServiceUnavailable, s_patience);
            var readiness = await cluster.Gateway.ReadinessAsync();
            output.WriteLine($"ready while the disk is full: {readiness}; server runs: {await postgres.IsRunningAsync()}");
            disk.Free();
            if (!await postgres.IsRunningAsync())
            {
                // As the machine's supervisor would.
                await postgres.StartAsync();
            }
        }

        await cluster.Users.AcknowledgesAsync(100, s_patience);
        await stop.CancelAsync();
        await load;
        var report = await cluster.CheckAsync();
        output.WriteLine(report.Verdict);
        Assert.True(report.IsGood, report.ToString());
    }
}
