using Mogambo.Faults.Checking.Reading;

namespace Mogambo.Faults.Checking.Relations;

/// <summary>Every stored message that a bot answers has exactly one final outcome: replied, no reply, or dead letter (bar R5).</summary>
internal static class Outcomes
{
    public static Relation Check(Case run)
    {
        var relation = new Relation("outcomes");
        var keywords = run.Dump.OptIns.Select(entry => entry.Evidence).OfType<string>().ToHashSet();
        foreach (var row in run.Inbound.Values.Where(row => !row.IsStale && run.Options.HasBot(row.Account) && !run.ByHuman.Contains(row.Conversation)))
        {
            relation.Checked++;
            if (keywords.Contains(Case.Shown(row.Id)))
            {
                relation.Note("words of opt-in and opt-out");
            }
            else
            {
                Compare(run, relation, row);
            }
        }

        foreach (var orphans in run.Replies.Where(replies => !run.Rows.TryGetValue(replies.Key, out var answered) || !answered.IsInbound))
        {
            relation.Report(Flaw.Unexpected, "reply-to-nothing", "A reply answers a message that is not stored", [Case.Shown(orphans.Key), .. orphans.Select(row => Case.Shown(row.Id))]);
        }

        return relation;
    }

    private static void Compare(Case run, Relation relation, MessageRow row)
    {
        var replies = run.Replies[row.Id].ToArray();
        var modes = run.Calls[row.Wamid!].Select(call => call.Turn).Distinct().SelectMany(turn => run.Modes[turn]).ToHashSet();
        var isGivenUp = run.GivenUp.Contains(row.Id);
        string?[] keys = [row.Wamid, Case.Shown(row.Id), .. replies.Select(reply => Case.Shown(reply.Id)), .. run.Calls[row.Wamid!].Select(call => call.Turn)];

        if (replies.Length > run.Options.RepliesPerMessage)
        {
            relation.Report(Flaw.Doubled, "answered-twice", $"{row.Wamid} has {replies.Length} replies", keys);
        }
        else if (replies.Length > 0 && isGivenUp && !run.Options.BotHasFallback)
        {
            relation.Report(Flaw.Doubled, "two-outcomes", $"{row.Wamid} has a reply and a dead letter", keys);
        }
        else if (replies.Length > 0 && modes.Count > 0 && !modes.Contains("text") && !isGivenUp)
        {
            relation.Report(Flaw.Unexpected, "reply-nobody-gave", $"{row.Wamid} has a reply, and the bot gave none", keys);
        }
        else if (replies.Length > 0)
        {
            relation.Note("replied");
        }
        else if (isGivenUp)
        {
            relation.Note("dead letters");
        }
        else if (modes.Contains("none"))
        {
            relation.Note("no reply wanted");
        }
        else
        {
            relation.Report(Flaw.Lost, "no-outcome", $"{row.Wamid} is neither answered, nor left so by the bot, nor a dead letter", keys);
        }
    }
}
