namespace Mogambo;

/// <summary>Every failpoint there is. A name that is not here cannot be armed, so a run that mistypes one does not pass for nothing.</summary>
public static class FailpointNames
{
    /// <summary>Places on the main paths, named <c>part.moment</c>.</summary>
    public static IReadOnlyDictionary<string, string> Places { get; } = new Dictionary<string, string>
    {
        ["inbox.before_verify"] = "a webhook's bytes are read, its signature is not checked",
        ["parse.after_split"] = "a webhook is taken apart, nothing of it is kept",
        ["inbox.before_commit"] = "a webhook is genuine, nothing of it is on disk",
        ["inbox.after_commit"] = "all of a webhook is on disk, the 200 has not left",
        ["inbox.spilled"] = "changes of a conversation are in the inbox",
        ["dispatch.after_claim"] = "rows of the inbox are taken, none is delivered",
        ["status.before_apply"] = "statuses of a webhook are read, their messages' rows are as before",
        ["store.before_commit"] = "a batch waits for its transaction",
        ["store.in_commit"] = "a batch is written, its transaction is open",
        ["store.after_commit"] = "a batch is committed, its callers do not know",
        ["bot.before_call"] = "a turn is on disk, its bot is not called",
        ["bot.in_flight"] = "the bot has the call and begins to answer",
        ["bot.after_response"] = "the bot's answer is read, the conversation does not have it",
        ["reply.before_commit"] = "the conversation has the bot's answer, it is not on disk",
        ["send.before_claim"] = "a message is about to be claimed",
        ["send.after_claim"] = "a message is claimed, nothing of it has left",
        ["send.mid_write"] = "a request's headers have left, its content has not",
        ["send.after_response"] = "WhatsApp has answered, the answer is not looked at",
        ["send.before_store"] = "the outcome is known, the conversation does not have it",
        ["callback.after_claim"] = "an event is about to be posted to its subscriber",
        ["callback.after_response"] = "the subscriber has answered, nothing says so on disk",
        ["subscription.before_commit"] = "a round of events is over, its outcome is not on disk",
        ["lease.before_renew"] = "a number's lease is asked for, it is not written ahead",
        ["template.after_call"] = "WhatsApp has answered a call about a template, nothing says so on disk",
        ["template.before_publish"] = "a template's state is on disk, its row is as before",
        ["migrate.mid"] = "the schema's lock is held, migrations are about to run",
    };

    /// <summary>Defects that a run can plant, to see that the checker finds them: switches (<c>=on</c>).</summary>
    public static IReadOnlyDictionary<string, string> Bugs { get; } = new Dictionary<string, string>
    {
        ["bug.ack_before_commit"] = "a webhook is answered before it is on disk",
        ["bug.no_unique_index"] = "nobody looks whether a message is stored already; the run drops the index as well",
        ["bug.blind_resend"] = "a send without an answer counts as not sent",
        ["bug.no_version_check"] = "a conversation is written whatever was written since it was read",
        ["bug.window_by_arrival"] = "a late message opens the window from its arrival on",
        ["bug.consent_at_enqueue"] = "an opt-in is checked when a message is accepted, and not when it is sent",
        ["bug.forget_callbacks"] = "an event counts as delivered whatever its subscriber answers",
        ["bug.short_memory"] = "callers' keys are known for five seconds",
        ["bug.batch_fails_together"] = "one bad row fails its whole batch",
    };
}
