using System.Globalization;

namespace Mogambo.Faults.Checking.Relations;

/// <summary>After the drain every message stands in a state that is final, or says what it waits for no longer.</summary>
internal static class FinalStates
{
    public static Relation Check(Case run)
    {
        var relation = new Relation("states");
        foreach (var row in run.Dump.Messages.Where(row => !row.IsInbound))
        {
            relation.Checked++;
            relation.Note(row.Shown);
            if (!row.IsHeard && row.Phase is 0 or 1 or 2 or 3 or 4)
            {
                relation.Report(Flaw.Unfinished, $"still-{row.Shown}", $"{Case.Shown(row.Id)} is still {row.Shown}", Case.Shown(row.Id), row.Wamid);
            }
            else if (!row.IsHeard && row is { Phase: 7, Error: null })
            {
                relation.Report(Flaw.Lost, "failed-without-reason", $"{Case.Shown(row.Id)} failed, and nothing says why", Case.Shown(row.Id));
            }
        }

        if (run.Dump.Inbox > 0)
        {
            relation.Report(Flaw.Unfinished, "inbox-not-empty", string.Create(CultureInfo.InvariantCulture, $"The inbox still holds {run.Dump.Inbox} rows"));
        }

        return relation;
    }
}
