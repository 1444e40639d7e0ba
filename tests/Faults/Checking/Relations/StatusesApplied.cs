using Mogambo.Faults.Checking.Reading;

namespace Mogambo.Faults.Checking.Relations;

/// <summary>
/// Every acknowledged status of a message of ours is in its row (bar R2): by its own time, or outranked by a later one. No row stands higher
/// than what the instance said.
/// </summary>
internal static class StatusesApplied
{
    public static Relation Check(Case run)
    {
        var relation = new Relation("statuses");
        foreach (var (attempt, status) in run.Ledgers.StatusesAcknowledged.ByAttempt)
        {
            if (run.Rows.TryGetValue(attempt.Message, out var row))
            {
                Compare(relation, row, attempt.Number, status);
            }
            else
            {
                relation.Report(
                    Flaw.Lost, "status-without-message", $"{StatusWord.Of(status)} of {attempt} was acknowledged, and there is no such message", Case.Shown(attempt.Message));
            }
        }

        foreach (var (wamid, status) in run.Ledgers.StatusesAcknowledged.ByWamid)
        {
            // Without our id in it, a status of a send whose answer was lost cannot be known to be ours.
            if (run.OfWamid(wamid) is { } row)
            {
                Compare(relation, row, row.Attempt, status);
            }
            else
            {
                relation.Note("of nobody we know");
            }
        }

        CompareRows(run, relation);
        return relation;
    }

    private static void Compare(Relation relation, MessageRow row, int attempt, int status)
    {
        relation.Checked++;
        var (rank, hasTime) = ((attempt * 16) + status, row.TimeOf(status) is not null);
        if (row.Rank < rank)
        {
            var (rule, what) = hasTime ? ("status-lowered", "its time is there, but the row stands lower") : ("status-not-applied", "the row does not know it");
            relation.Report(Flaw.Lost, rule, $"{StatusWord.Of(status)} of {Case.Shown(row.Id)}.{attempt} was acknowledged; {what}", Case.Shown(row.Id), row.Wamid);
        }
        else if (!hasTime && row.Rank == rank)
        {
            relation.Report(Flaw.Lost, "status-not-applied", $"{StatusWord.Of(status)} of {Case.Shown(row.Id)}.{attempt} was acknowledged; its time is missing", Case.Shown(row.Id), row.Wamid);
        }
        else if (!hasTime)
        {
            relation.Note("outranked");
        }
    }

    private static void CompareRows(Case run, Relation relation)
    {
        var emitted = run.Ledgers.StatusesEmitted;
        foreach (var row in run.Dump.Messages.Where(row => !row.IsInbound && row.Status is StatusWord.Sent or StatusWord.Delivered or StatusWord.Read or StatusWord.Played))
        {
            var attempt = new AttemptKey(row.Id, row.Rank / 16);
            if (!emitted.Has(attempt, row.Wamid, row.Status))
            {
                relation.Report(
                    Flaw.Unexpected, "status-nobody-said", $"{attempt} stands as {StatusWord.Of(row.Status)}, and the instance never said so", Case.Shown(row.Id), row.Wamid);
            }
        }
    }
}
