using Mogambo.Faults.Checking.Reading;

namespace Mogambo.Faults.Checking.Relations;

/// <summary>
/// The instance takes each message at most once and for its own user (bar R7); what it took is in the row, and what the row calls taken it
/// took. A further attempt is right after a definite refusal, after a failed status, or where the row says that it may be a duplicate.
/// </summary>
internal static class SendsOnce
{
    public static Relation Check(Case run)
    {
        var relation = new Relation("sends");
        foreach (var send in run.Ledgers.Sends.Where(send => send.IsAccepted && (send.Attempt is null || !run.Rows.ContainsKey(send.Attempt.Value.Message))))
        {
            var name = send.Attempt is { } attempt ? Case.Shown(attempt.Message) : null;
            relation.Report(Flaw.Unexpected, "sent-without-message", $"The instance took {send.Wamid}, of which no message is stored", name, send.Wamid);
        }

        foreach (var row in run.Dump.Messages.Where(row => !row.IsInbound))
        {
            Compare(run, relation, row, [.. run.Sends[row.Id]]);
        }

        return relation;
    }

    private static void Compare(Case run, Relation relation, MessageRow row, Send[] sends)
    {
        string?[] keys = [Case.Shown(row.Id), row.Wamid, .. sends.Select(send => send.Wamid)];
        var accepted = sends.Where(send => send.IsAccepted).ToArray();
        relation.Checked += accepted.Length;
        relation.Note("refused", sends.Count(send => send.Decision == "refused"));

        if (sends.Any(send => !run.IsOf(row.Conversation, send.User, send.Number)))
        {
            relation.Report(Flaw.Misdirected, "sent-to-another", $"{Case.Shown(row.Id)} went to somebody who is not the conversation's user", keys);
        }

        for (var later = 1; later < sends.Length; later++)
        {
            Compare(run, relation, row, sends[..later], sends[later], keys);
        }

        if (accepted.Length > 0)
        {
            CompareTaken(relation, row, accepted, keys);
        }
        else if (row.IsHeard ? row.Status != StatusWord.Failed : row.Phase == 6)
        {
            relation.Report(Flaw.Lost, "called-sent-never-taken", $"{Case.Shown(row.Id)} stands as {row.Shown}, and the instance never took it", keys);
        }
    }

    /// <summary>Whether this send may follow those.</summary>
    private static void Compare(Case run, Relation relation, MessageRow row, Send[] earlier, Send send, string?[] keys)
    {
        var open = earlier.Where(before => (before.IsAccepted || before.IsAmbiguous) && !HasFailed(run, before)).ToArray();
        if (open.Length == 0)
        {
            return;
        }

        var wasTaken = open.Any(before => before.IsAccepted) && send.IsAccepted;
        if (row.PossibleDuplicate && open.All(before => before.IsAmbiguous && before.Attempt!.Value.Number < send.Attempt!.Value.Number))
        {
            relation.Note(wasTaken ? "duplicates that are marked" : "sent again and marked");
        }
        else if (wasTaken)
        {
            relation.Report(Flaw.Doubled, "taken-twice", $"The instance took {send.Attempt} after it had taken {open[0].Attempt}", keys);
        }
        else
        {
            relation.Report(Flaw.Doubled, "sent-again-blindly", $"{send.Attempt} was sent although {open[0].Attempt} may have been taken", keys);
        }
    }

    private static bool HasFailed(Case run, Send send) => run.Ledgers.StatusesEmitted.Has(send.Attempt!.Value, send.Wamid, StatusWord.Failed);

    private static void CompareTaken(Relation relation, MessageRow row, Send[] accepted, string?[] keys)
    {
        // The row tells of its last attempt; earlier ones were taken and failed.
        var last = accepted[^1];
        if (last.Attempt!.Value.Number < row.Attempt || row.IsUnknown)
        {
            return;
        }

        if (row.Wamid is null)
        {
            relation.Report(Flaw.Lost, "taken-not-recorded", $"The instance took {last.Attempt}; its row is {row.Shown} and does not know", keys);
        }
        else if (accepted.All(send => send.Wamid != row.Wamid))
        {
            relation.Report(Flaw.Misdirected, "recorded-as-another", $"The row of {last.Attempt} names a send of another message", keys);
        }
    }
}
