using System.Text.Json;

namespace Mogambo.Faults.Run;

/// <summary>How long users waited for an answer to what they wrote in the ten seconds after a process was killed, by the simulator's ledger alone.</summary>
internal static class Recovery
{
    private static readonly TimeSpan s_after = TimeSpan.FromSeconds(10);

    /// <summary>Sorted; one that was never answered counts as a day.</summary>
    public static IReadOnlyList<TimeSpan> Read(IEnumerable<string> ledger, IReadOnlyList<DateTimeOffset> kills)
    {
        var waiting = new Dictionary<string, Queue<DateTimeOffset>>();
        var waits = new List<TimeSpan>();
        foreach (var line in ledger)
        {
            var isWritten = line.Contains("\"kind\":\"gen\"", StringComparison.Ordinal);
            if (!isWritten && !(line.Contains("\"kind\":\"send_decision\"", StringComparison.Ordinal) && line.Contains("accept", StringComparison.Ordinal)))
            {
                continue;
            }

            using var json = JsonDocument.Parse(line);
            var (user, at) = (json.RootElement.GetProperty("user").GetString()!, json.RootElement.GetProperty("at").GetDateTimeOffset());
            if (isWritten && kills.Any(kill => at >= kill && at <= kill + s_after))
            {
                (waiting.TryGetValue(user, out var since) ? since : waiting[user] = []).Enqueue(at);
            }
            else if (!isWritten && waiting.TryGetValue(user, out var since) && since.TryDequeue(out var written))
            {
                waits.Add(at - written);
            }
        }

        return [.. waits.Concat(waiting.Values.SelectMany(since => since).Select(_ => TimeSpan.FromDays(1))).Order()];
    }

    public static TimeSpan Percentile(IReadOnlyList<TimeSpan> sorted, double share) =>
        sorted.Count == 0 ? TimeSpan.Zero : sorted[(int)((sorted.Count - 1) * share)];
}
