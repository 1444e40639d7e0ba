using System.Diagnostics;

namespace Mogambo.Faults.Run;

/// <summary>When the faults are over and nobody writes any more, everything that was begun comes to its end.</summary>
internal static class Drain
{
    private const string Waiting = """
        select 'inbox', count(*) from inbox
        union all select 'messages not settled', count(*) from message where direction = 1 and phase in (1, 4) and rank < attempt * 16 + 1
        union all select 'messages without a reply', count(*) from message i
            where direction = 0 and not exists (select 1 from message r where r.in_reply_to = i.id and r.direction = 1)
            and not exists (select 1 from dead_letter d where d.message_id = i.id)
        union all select 'deliveries', count(*) from delivery where state = 0
        union all select 'events not taken', count(*) from event e join subscription s on s.account = e.account
            where (e.xid, e.id) > (s.cursor_transaction, s.cursor_number)
        """;

    /// <summary>Returns how long it took, and what waits still though patience is over.</summary>
    public static async Task<(TimeSpan Took, IReadOnlyList<string> Left)> RunAsync(RunCluster cluster, TimeSpan patience)
    {
        var started = Stopwatch.GetTimestamp();
        using var poll = new PeriodicTimer(TimeSpan.FromSeconds(1));
        while (true)
        {
            var waiting = await WaitingAsync(cluster);
            var took = Stopwatch.GetElapsedTime(started);
            if (waiting.Count == 0 || took > patience)
            {
                return (took, waiting);
            }

            await poll.WaitForNextTickAsync();
        }
    }

    private static async Task<IReadOnlyList<string>> WaitingAsync(RunCluster cluster)
    {
        var waiting = new List<string>();
        if (await cluster.PendingAsync() is > 0 and var posts)
        {
            waiting.Add($"{posts} webhooks");
        }

        foreach (var (what, count) in await cluster.CountsAsync(Waiting))
        {
            if (count > 0)
            {
                waiting.Add($"{count} {what}");
            }
        }

        return waiting;
    }
}
