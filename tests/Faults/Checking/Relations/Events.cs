using Mogambo.Faults.Checking.Reading;

namespace Mogambo.Faults.Checking.Relations;

/// <summary>Where an account has a subscription, every stored message is an event, and every event that is owed arrived, signed (bar R24).</summary>
internal static class Events
{
    public static Relation Recorded(Case run)
    {
        var relation = new Relation("events");
        var since = run.Dump.Subscriptions.GroupBy(row => row.Account).ToDictionary(rows => rows.Key, rows => rows.Min(row => row.CreatedAt));
        var told = run.Dump.Events.Where(item => item is { Type: "message.received", MessageId: not null }).ToLookup(item => item.MessageId!.Value);
        foreach (var row in run.Inbound.Values.Where(row => !row.IsStale && since.TryGetValue(row.Account, out var start) && row.CreatedAt >= start))
        {
            relation.Checked++;
            var count = told[row.Id].Count();
            if (count == 0)
            {
                relation.Report(Flaw.Lost, "message-without-event", $"{row.Wamid} is stored and was never told", row.Wamid, Case.Shown(row.Id));
            }
            else if (count > 1)
            {
                relation.Report(Flaw.Doubled, "message-told-twice", $"{row.Wamid} is {count} events", [row.Wamid, .. told[row.Id].Select(item => item.ShownId)]);
            }
        }

        return relation;
    }

    public static Relation Delivered(Case run)
    {
        var relation = new Relation("callbacks");
        var taken = run.Ledgers.Callbacks.Where(call => call.HttpStatus is >= 200 and < 300).ToLookup(call => call.Id);
        var dead = run.Dump.Deliveries.Where(row => row.State == 2).Select(row => row.ShownId).ToHashSet();
        var known = new HashSet<string>();
        var subscriptions = run.Dump.Subscriptions.ToLookup(row => row.Account);
        foreach (var item in run.Dump.Events)
        {
            var id = item.ShownId;
            known.Add(id);
            if (subscriptions[item.Account].Any(row => row.Status == 0 && row.Wants(item.Type) && item.RecordedAt >= row.CreatedAt))
            {
                relation.Checked++;
                Compare(relation, item, id, taken[id].Count(), dead.Contains(id));
            }
        }

        foreach (var call in run.Ledgers.Callbacks)
        {
            if (!call.IsSignatureValid)
            {
                relation.Report(Flaw.Forged, "callback-not-signed", $"{call.Id} has no valid signature", call.Id);
            }

            if (!known.Contains(call.Id) && !call.Id.StartsWith("evt_test_", StringComparison.Ordinal))
            {
                relation.Report(Flaw.Unexpected, "callback-without-event", $"{call.Id} was told and is not in the feed", call.Id);
            }
        }

        return relation;
    }

    private static void Compare(Relation relation, EventRow item, string id, int taken, bool isDead)
    {
        if (taken > 0)
        {
            relation.Note("repeats", taken - 1);
        }
        else if (isDead)
        {
            relation.Note("given up");
        }
        else
        {
            relation.Report(Flaw.Lost, "event-not-delivered", $"{id} ({item.Type}) was never taken by a subscriber", id, item.MessageId is { } message ? Case.Shown(message) : null);
        }
    }
}
