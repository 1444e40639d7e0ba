namespace Mogambo.Faults.Checking.Relations;

/// <summary>The bot is asked about stored messages only, by a signed call; a repeat carries the same id (bar R6).</summary>
internal static class BotCalls
{
    public static Relation Check(Case run)
    {
        var relation = new Relation("bot calls") { Checked = run.Ledgers.BotCalls.Count };
        foreach (var call in run.Ledgers.BotCalls.Where(call => !call.IsSignatureValid))
        {
            relation.Report(Flaw.Forged, "call-not-signed", $"The call {call.Turn} has no valid signature", call.Turn, call.Wamid);
        }

        foreach (var calls in run.Calls)
        {
            var turns = calls.Select(call => call.Turn).Distinct().ToArray();
            if (!run.Inbound.TryGetValue(calls.Key, out var row))
            {
                relation.Report(Flaw.Unexpected, "asked-about-nothing", $"The bot was asked about {calls.Key}, which is not stored", [calls.Key, .. turns]);
                continue;
            }

            if (turns.Length > 1)
            {
                relation.Report(Flaw.Doubled, "repeat-with-another-id", $"The bot was asked about {calls.Key} as {turns.Length} turns", [calls.Key, Case.Shown(row.Id), .. turns]);
            }

            relation.Note("repeats", calls.Count() - 1);
            foreach (var call in calls.Where(call => !run.IsOf(row.Conversation, call.User, call.Number)))
            {
                relation.Report(Flaw.Misdirected, "asked-as-another", $"The bot was told another user of {calls.Key}", calls.Key, call.Turn, Case.Shown(row.Id));
            }
        }

        foreach (var call in run.Ledgers.BotCalls.Where(call => call.Wamid is null))
        {
            relation.Report(Flaw.Unexpected, "asked-about-nothing", $"The call {call.Turn} names no message", call.Turn);
        }

        return relation;
    }
}
