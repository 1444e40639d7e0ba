using Mogambo.Faults.Scenarios;

namespace Mogambo.Faults.Planted;

/// <summary>
/// A silo stands still with a bot's answer in its hand. The other takes its conversations over, asks again and answers; then the first one
/// goes on where it was.
/// </summary>
internal static class ZombieRun
{
    private const int Users = 60;

    public static async Task StopWithAnAnswerAsync(FaultyCluster cluster, Business business)
    {
        var zombie = cluster.Silos[0];
        await cluster.Users.BurstAsync(Users, "hello");
        await Await.TrueAsync("the silo stands still", () => Task.FromResult(zombie.IsStopped), TimeSpan.FromSeconds(60));
        using (cluster.Log.Begin("stop", zombie.Name))
        {
            await Await.TrueAsync(
                "all are answered or known to be unknown",
                async () => await OverAsync(cluster) >= Users,
                TimeSpan.FromSeconds(90),
                () => string.Join('\n', cluster.Silos.SelectMany(silo => silo.LogSince(0).TakeLast(20))));
        }

        await zombie.ThawAsync();
        await Await.TrueAsync("it has ended itself", () => Task.FromResult(zombie.Id is null), TimeSpan.FromSeconds(30));
    }

    private static Task<long> OverAsync(FaultyCluster cluster) =>
        cluster.CountAsync("select count(distinct in_reply_to) from message where direction = 1 and (rank >= 17 or phase = 5)");
}
