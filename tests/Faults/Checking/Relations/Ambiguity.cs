using Mogambo.Faults.Checking.Reading;

namespace Mogambo.Faults.Checking.Relations;

/// <summary>
/// Ambiguity is never silent (bar R8): every send whose outcome could not be known is reported, and settled where its status came; and every
/// row that stands unknown has a cause, in the instance's ledger or among the faults.
/// </summary>
internal static class Ambiguity
{
    /// <summary>An unknown row is told so at the latest this long after its claim: its lease and the time until another silo takes over.</summary>
    private static readonly TimeSpan s_claimBeforeUnknown = TimeSpan.FromSeconds(120);

    public static Relation Check(Case run)
    {
        var relation = new Relation("ambiguity");
        foreach (var send in run.Ledgers.Sends.Where(send => send is { IsAmbiguous: true, Attempt: not null }))
        {
            relation.Checked++;
            relation.Note("injected");
            if (run.Rows.TryGetValue(send.Attempt!.Value.Message, out var row))
            {
                Compare(run, relation, send, row);
            }
        }

        foreach (var row in run.Dump.Messages.Where(row => row.IsUnknown))
        {
            Explain(run, relation, row);
        }

        return relation;
    }

    private static void Compare(Case run, Relation relation, Send send, MessageRow row)
    {
        string?[] keys = [Case.Shown(row.Id), row.Wamid, send.Wamid];
        var attempt = send.Attempt!.Value;
        var isEchoed = send.IsAccepted && run.Ledgers.StatusesAcknowledged.HasAny(attempt);
        var isSettled = send.IsAccepted && row.Rank > attempt.Number * 16;
        var isReported = isSettled || row.IsUnknown || run.ToldUnknown.ContainsKey(row.Id) || row.PossibleDuplicate;
        if (isReported)
        {
            relation.Note("reported");
        }
        else
        {
            relation.Report(Flaw.Unreported, "ambiguity-not-reported", $"{attempt} was {send.Decision}; its row is {row.Shown} and was never unknown", keys);
        }

        if (isSettled)
        {
            relation.Note("settled");
        }
        else if (isEchoed)
        {
            relation.Report(Flaw.Unreported, "echo-did-not-settle", $"The status of {attempt} was acknowledged, and its row is still {row.Shown}", keys);
        }
    }

    private static void Explain(Case run, Relation relation, MessageRow row)
    {
        relation.Note("unknown now");
        var sends = run.Sends[row.Id].Where(send => send.Attempt!.Value.Number == row.Attempt).ToArray();
        if (sends.Any(send => send.IsVague))
        {
            return;
        }

        // The row does not say when it was claimed. The instance does, if it saw the attempt; else it was before the row was told unknown.
        var told = run.ToldUnknown.TryGetValue(row.Id, out var at) ? DateTimeOffset.FromUnixTimeMilliseconds(at) : (DateTimeOffset?)null;
        var created = DateTimeOffset.FromUnixTimeMilliseconds(row.CreatedAt);
        var (from, to) = sends is [var seen, ..] ? (seen.At, seen.At)
            : told is { } then ? (Later(created, then - s_claimBeforeUnknown), then)
            : (created, created + s_claimBeforeUnknown);
        var near = run.Options.NearFault;
        if (run.Ledgers.Faults.Exists(fault => CheckOptions.LosesClaims(fault.Name) && fault.Start - near <= to && from <= fault.End + near))
        {
            relation.Note("unknown by a fault");
        }
        else
        {
            relation.Report(Flaw.Unexplained, "unknown-without-cause", $"{Case.Shown(row.Id)}.{row.Attempt} is unknown, and nothing happened to it", Case.Shown(row.Id), sends.FirstOrDefault()?.Wamid);
        }
    }

    private static DateTimeOffset Later(DateTimeOffset one, DateTimeOffset other) => one > other ? one : other;
}
