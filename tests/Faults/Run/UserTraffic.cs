using System.Net.Http.Json;

namespace Mogambo.Faults.Run;

/// <summary>Users write, each in turn; one message in ten is posted twice, and the simulator shuffles some more.</summary>
internal sealed class UserTraffic(RunCluster cluster)
{
    private const double Copied = 0.10;

    private readonly Random _random = new(cluster.Options.Seed);
    private int _written;

    /// <summary>Messages written so far; the conversations below this number have an open window.</summary>
    public int Written => Volatile.Read(ref _written);

    /// <summary>Writes all there is to write, and goes on at the same pace until the faults are over: they must strike something.</summary>
    public async Task RunAsync(Task faults)
    {
        var options = cluster.Options;
        var started = TimeProvider.System.GetTimestamp();
        for (var n = 0; n < options.Inbound || !faults.IsCompleted; n++)
        {
            var (account, user) = Of(n % options.Conversations);
            var copies = _random.NextDouble() < Copied ? 2 : 1;
            using var answer = await cluster.Control.PostAsJsonAsync(
                $"/control/users/{user}/messages", new { text = $"message {n}", number = account.Number, copies, wait = false });
            answer.EnsureSuccessStatusCode();
            Interlocked.Increment(ref _written);

            var ahead = (options.Load * n / options.Inbound) - TimeProvider.System.GetElapsedTime(started);
            if (ahead > TimeSpan.Zero)
            {
                await Task.Delay(ahead);
            }
        }
    }

    /// <summary>Whose conversation it is.</summary>
    public (RunAccount Account, string User) Of(int conversation)
    {
        var account = cluster.Accounts[conversation % cluster.Accounts.Count];
        return (account, account.Writer(conversation));
    }
}
