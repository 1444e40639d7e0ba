using Mogambo.Faults.Scenarios;

namespace Mogambo.Faults.Planted;

/// <summary>
/// A silo stands still with a bot's answer in its hand. The other takes its conversations over, asks again and answers; then the first one
/// goes on where it was.
/// </summary>
internal static class ZombieRun
{
    private const int AtOnce = 10;
    private const int MaxUsers = 600;

    public static async Task StopWithAnAnswerAsync(FaultyCluster cluster, Business business)
    {
        var zombie = cluster.Silos[0];
        var users = await WriteUntilItStopsAsync(cluster, zombie);
        using (cluster.Log.Begin("stop", zombie.Name))
        {
            await Await.TrueAsync(
                "all are answered or known to be unknown",
                async () => await OverAsync(cluster) >= users,
                TimeSpan.FromSeconds(90),
                () => string.Join('\n', cluster.Silos.SelectMany(silo => silo.LogSince(0).TakeLast(20))));
        }

        await zombie.ThawAsync();
        await Await.TrueAsync("it has ended itself", () => Task.FromResult(zombie.Id is null), TimeSpan.FromSeconds(30));
    }

    /// <summary>Where a conversation lives is chance, and one whose silo is starting lives on the other.</summary>
    private static async Task<int> WriteUntilItStopsAsync(FaultyCluster cluster, Node zombie)
    {
        var users = 0;
        using var every = new PeriodicTimer(TimeSpan.FromSeconds(1));
        while (!zombie.IsStopped)
        {
            if (users == MaxUsers)
            {
                throw new TimeoutException($"{zombie.Name} got no conversation of {MaxUsers}.");
            }

            await Task.WhenAll(Enumerable.Range(users, AtOnce).Select(n => cluster.Users.WriteAsync(UserLoad.User(n), "hello", wait: false)));
            users += AtOnce;
            await every.WaitForNextTickAsync();
        }

        return users;
    }

    private static Task<long> OverAsync(FaultyCluster cluster) =>
        cluster.CountAsync("select count(distinct in_reply_to) from message where direction = 1 and (rank >= 17 or phase = 5)");
}
