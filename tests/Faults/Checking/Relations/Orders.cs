using Mogambo.Faults.Checking.Reading;

namespace Mogambo.Faults.Checking.Relations;

/// <summary>In each conversation the bot is asked, and its replies are sent, in the order in which the messages were stored (bar R10).</summary>
internal static class Orders
{
    /// <summary>The first call about each message counts: a repeat of a lost call may come late.</summary>
    public static Relation OfCalls(Case run)
    {
        var relation = new Relation("order of calls");
        var first = run.Calls
            .Where(calls => run.Inbound.ContainsKey(calls.Key))
            .Select(calls => new Step(run.Inbound[calls.Key], calls.Min(call => call.Place), [calls.Key, calls.First().Turn]));
        Compare(run, relation, first, "asked-out-of-order");
        return relation;
    }

    /// <summary>Replies that were taken at their first attempt and never unknown; the others may step aside.</summary>
    public static Relation OfSends(Case run)
    {
        var relation = new Relation("order of sends");
        Compare(run, relation, run.Dump.Messages.Where(row => row.InReplyTo is not null).Select(row => Sent(run, row)).OfType<Step>(), "sent-out-of-order");
        return relation;
    }

    private static Step? Sent(Case run, MessageRow reply)
    {
        var sends = run.Sends[reply.Id].ToArray();
        return sends is [{ Decision: "accepted", Attempt.Number: 1 } only]
            && !reply.IsUnknown
            && !run.ToldUnknown.ContainsKey(reply.Id)
            && !run.GivenUp.Contains(reply.InReplyTo!.Value)
            && run.Rows.TryGetValue(reply.InReplyTo.Value, out var answered)
                ? new(answered, only.Place, [answered.Wamid, Case.Shown(reply.Id), only.Wamid])
                : null;
    }

    private static void Compare(Case run, Relation relation, IEnumerable<Step> steps, string rule)
    {
        foreach (var conversation in steps.GroupBy(step => step.Inbound.Conversation))
        {
            // Events and times are no common scale.
            foreach (var scale in conversation.GroupBy(step => run.HasEvent(step.Inbound)))
            {
                relation.Checked += scale.Count();
                CompareOne(run, relation, scale, rule);
            }
        }
    }

    private static void CompareOne(Case run, Relation relation, IEnumerable<Step> steps, string rule)
    {
        Step? latest = null;
        foreach (var together in steps.GroupBy(step => run.PlaceOf(step.Inbound)).OrderBy(group => group.Key))
        {
            foreach (var step in together.Where(step => latest is not null && step.Place < latest.Place))
            {
                relation.Report(
                    Flaw.Inverted, rule, $"{step.Inbound.Wamid} was stored after {latest!.Inbound.Wamid} and came before it", [.. step.Keys, .. latest.Keys]);
            }

            var last = together.MaxBy(step => step.Place)!;
            latest = latest is null || last.Place > latest.Place ? last : latest;
        }
    }

    /// <summary>Something that happened for a stored message, at its place in the ledger.</summary>
    private sealed record Step(MessageRow Inbound, int Place, string?[] Keys);
}
