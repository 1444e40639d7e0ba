using Mogambo.Simulator;

namespace Mogambo.Faults.Planted;

/// <summary>The nine defects of the reliability bar, and what must find them.</summary>
internal static class PlantedBugs
{
    public static IReadOnlyList<PlantedBug> All { get; } =
    [
        new()
        {
            Switch = "bug.ack_before_commit",
            What = "a webhook is answered before it is on disk; killed while commits are slow",
            Rules = ["acked-not-stored"],
            Failpoints = "store.before_commit=slow:400",
            RunAsync = InboundRuns.KillWhileCommitsAreSlowAsync,
        },
        new()
        {
            Switch = "bug.no_unique_index",
            What = "the index that makes messages unique is gone; a message comes again after twenty others",
            Rules = ["stored-twice", "answered-twice"],
            Sql = "alter table message drop constraint message_pkey",
            RunAsync = InboundRuns.RepeatLateAsync,
        },
        new()
        {
            Switch = "bug.blind_resend",
            What = "a send without an answer is sent again; the instance takes sends and drops the answer",
            Rules = ["taken-twice", "sent-again-blindly"],
            // A status that came before the repeat would stop it: a claim looks whether its message is taken already.
            Simulator = options => options.StatusDelay = "12000",
            RunAsync = SendRuns.AnswersAreLostAsync,
        },
        new()
        {
            Switch = "bug.no_version_check",
            What = "a conversation is written whatever was written meanwhile; a silo stops with an answer in its hand and goes on after another took over",
            Rules = ["answered-twice"],
            Silos = 2,
            SiloFailpoints = "reply.before_commit=stop@1",
            Settings = new Dictionary<string, string> { ["Mogambo__Accounts__0__Bot__Kind"] = "Http" },
            RunAsync = ZombieRun.StopWithAnAnswerAsync,
        },
        new()
        {
            Switch = "bug.window_by_arrival",
            What = "a message opens the window when it arrives; it arrives thirty hours late",
            Rules = ["sent-outside-window"],
            Simulator = options => options.WindowRefusal = WindowRefusal.Sync,
            RunAsync = InboundRuns.ArriveLateAsync,
        },
        new()
        {
            Switch = "bug.consent_at_enqueue",
            What = "an opt-in is checked when a message is accepted only; the user opts out before it is due",
            Rules = ["template-after-opt-out"],
            RunAsync = SendRuns.OptOutBeforeItIsDueAsync,
        },
        new()
        {
            Switch = "bug.forget_callbacks",
            What = "an event counts as delivered whatever the subscriber answers; he fails the first time",
            Rules = ["event-not-delivered"],
            Settings = new Dictionary<string, string> { ["Mogambo__Accounts__0__EventFeed"] = "true" },
            RunAsync = SendRuns.SubscriberFailsOnceAsync,
        },
        new()
        {
            Switch = "bug.short_memory",
            What = "keys are forgotten after five seconds; a caller repeats his after ten",
            Rules = ["repeat-with-another-message", "acked-without-key"],
            RunAsync = SendRuns.RepeatAKeyAsync,
        },
        new()
        {
            Switch = "bug.batch_fails_together",
            What = "a row that the database refuses fails its batch; such rows come in between",
            Rules = ["status-not-applied"],
            Failpoints = "store.before_commit=slow:100",
            RunAsync = InboundRuns.BadRowsInBetweenAsync,
        },
    ];
}
