namespace Mogambo.Faults.Checking.Relations;

/// <summary>No template reaches the instance more than 15 s after the answer to an opt-out, until the user opts in again (bar R19).</summary>
internal static class OptOuts
{
    private const int OptedIn = 1;

    public static Relation Check(Case run)
    {
        var relation = new Relation("opt-outs") { Checked = run.Ledgers.OptOuts.Count };
        var templates = run.Ledgers.Sends
            .Where(send => send is { IsAccepted: true, Type: "template", Attempt: not null })
            .Select(send => (Send: send, Row: run.Rows.GetValueOrDefault(send.Attempt!.Value.Message)))
            .Where(pair => pair.Row is not null)
            .ToLookup(pair => pair.Row!.Account);
        foreach (var optOut in run.Ledgers.OptOuts)
        {
            var again = run.Dump.OptIns
                .Where(entry => entry.Account == optOut.Account && entry.Action == OptedIn && run.IsOf($"/{entry.UserId}", optOut.User, null))
                .Select(entry => DateTimeOffset.FromUnixTimeMilliseconds(entry.RecordedAt))
                .Where(at => at > optOut.At)
                .DefaultIfEmpty(DateTimeOffset.MaxValue)
                .Min();
            foreach (var (send, row) in templates[optOut.Account].Where(pair => run.IsOf(pair.Row!.Conversation, optOut.User, null)))
            {
                if (send.At > optOut.At + run.Options.AfterOptOut && send.At < again)
                {
                    relation.Report(
                        Flaw.Unexpected, "template-after-opt-out", $"{send.Attempt} was sent {(send.At - optOut.At).TotalSeconds:0.0} s after the opt-out",
                        Case.Shown(row!.Id), send.Wamid, optOut.User);
                }
            }
        }

        return relation;
    }
}
