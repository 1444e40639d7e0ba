using System.Data.Common;
using System.Text.Json;
using Dapper;
using Mogambo.Faults.Checking.Reading;

namespace Mogambo.Faults.Run;

/// <summary>How long users waited for an answer to what they wrote in the ten seconds after a process was harmed, by the simulator's clock alone.</summary>
internal static class Recovery
{
    private static readonly TimeSpan s_after = TimeSpan.FromSeconds(10);

    /// <summary>Which of our messages answers which message of a user, by the instance's id of the latter.</summary>
    public static async Task<IReadOnlyDictionary<Guid, string>> RepliesAsync(DbConnection database) =>
        (await database.QueryAsync<(Guid Reply, string Wamid)>(
            "select r.id, i.wamid from message r join message i on i.id = r.in_reply_to where r.direction = 1 and i.direction = 0"))
        .ToDictionary(pair => pair.Reply, pair => pair.Wamid);

    /// <summary>Sorted; one that was never answered counts as a day.</summary>
    public static IReadOnlyList<TimeSpan> Read(
        IEnumerable<string> ledger, IReadOnlyList<DateTimeOffset> harms, IReadOnlyDictionary<Guid, string> replies)
    {
        var waiting = new Dictionary<string, DateTimeOffset>();
        var waits = new List<TimeSpan>();
        foreach (var line in ledger)
        {
            var isWritten = line.Contains("\"kind\":\"gen\"", StringComparison.Ordinal);
            if (!isWritten && !(line.Contains("\"kind\":\"send_decision\"", StringComparison.Ordinal) && line.Contains("accept", StringComparison.Ordinal)))
            {
                continue;
            }

            using var json = JsonDocument.Parse(line);
            var at = json.RootElement.GetProperty("at").GetDateTimeOffset();
            if (isWritten && harms.Any(harm => at >= harm && at <= harm + s_after))
            {
                waiting[json.RootElement.GetProperty("item_id").GetString()!] = at;
            }
            else if (!isWritten && Answered(json.RootElement, replies) is { } wamid && waiting.Remove(wamid, out var written))
            {
                waits.Add(at - written);
            }
        }

        return [.. waits.Concat(waiting.Select(_ => TimeSpan.FromDays(1))).Order()];
    }

    public static TimeSpan Percentile(IReadOnlyList<TimeSpan> sorted, double share) =>
        sorted.Count == 0 ? TimeSpan.Zero : sorted[(int)((sorted.Count - 1) * share)];

    private static string? Answered(JsonElement send, IReadOnlyDictionary<Guid, string> replies) =>
        send.TryGetProperty("opaque", out var opaque) && ShownId.Attempt(opaque.GetString()) is { } attempt
            ? replies.GetValueOrDefault(attempt.Message)
            : null;
}
