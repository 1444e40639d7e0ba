using Mogambo.Faults.Checking.Reading;

namespace Mogambo.Faults.Checking.Relations;

/// <summary>Acknowledged ⊆ stored ⊆ attempted, each once and with its own writer (bar R1, R3, R4).</summary>
internal static class InboundStored
{
    public static Relation Check(Case run)
    {
        var (relation, ledgers) = (new Relation("inbound"), run.Ledgers);
        relation.Checked = ledgers.Acknowledged.Count;

        // What could not be taken is kept as it came: a dead letter is stored, too.
        var letters = run.Dump.DeadLetters.Where(letter => letter.Kind is 0 or 1 or 3).ToList();
        foreach (var wamid in ledgers.Acknowledged.Where(wamid => !run.Inbound.ContainsKey(wamid)))
        {
            if (letters.Exists(letter => letter.Raw.Contains(wamid, StringComparison.Ordinal)))
            {
                relation.Note("dead letters");
            }
            else
            {
                relation.Report(Flaw.Lost, "acked-not-stored", $"{wamid} was acknowledged and is not stored", wamid);
            }
        }

        foreach (var copies in run.Dump.Messages.Where(row => row.IsInbound).GroupBy(row => row.Wamid ?? ""))
        {
            Compare(run, relation, copies.Key, [.. copies]);
        }

        return relation;
    }

    private static void Compare(Case run, Relation relation, string wamid, MessageRow[] copies)
    {
        if (copies.Length > 1)
        {
            relation.Report(Flaw.Doubled, "stored-twice", $"{wamid} has {copies.Length} rows", [wamid, .. copies.Select(copy => Case.Shown(copy.Id))]);
        }

        var row = copies[0];
        if (!run.Ledgers.Generated.TryGetValue(wamid, out var written))
        {
            relation.Report(Flaw.Unexpected, "stored-not-attempted", $"{wamid} is stored and nobody wrote it", wamid, Case.Shown(row.Id));
            return;
        }

        if (!run.IsOf(row.Conversation, written.User, written.Number))
        {
            relation.Report(Flaw.Misdirected, "stored-elsewhere", $"{wamid} stands in another's conversation", wamid, Case.Shown(row.Id));
        }

        relation.Recovered += run.Ledgers.Acknowledged.Contains(wamid) ? 0 : 1;
    }
}
