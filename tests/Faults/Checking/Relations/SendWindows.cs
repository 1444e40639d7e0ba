namespace Mogambo.Faults.Checking.Relations;

/// <summary>No free-form message reaches the instance outside the user's 24 hours (bar R20): it would refuse it with 131047.</summary>
internal static class SendWindows
{
    private const int WindowIsClosed = 131047;

    public static Relation Check(Case run)
    {
        var relation = new Relation("windows");
        foreach (var send in run.Ledgers.Sends.Where(send => send.Type != "template"))
        {
            relation.Checked++;
            if (send.Code == WindowIsClosed)
            {
                relation.Report(
                    Flaw.Unexpected, "sent-outside-window", $"{send.Attempt} was sent to a user whose 24 hours are over",
                    send.Attempt is { } attempt ? Case.Shown(attempt.Message) : null, send.Wamid, send.User);
            }
        }

        return relation;
    }
}
