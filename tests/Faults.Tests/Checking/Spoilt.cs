using Mogambo.Faults.Checking;
using Mogambo.Faults.Checking.Reading;

namespace Mogambo.Faults.Tests.Checking;

/// <summary>Ways to spoil a good run, and what the checker must call each.</summary>
internal static class Spoilt
{
    public static readonly IReadOnlyDictionary<string, (Action<GoodRun> Spoil, string Expected)> By = new Dictionary<string, (Action<GoodRun>, string)>
    {
        ["an acknowledged row is gone"] = (good => Rows(good).Remove(good.Unanswered), "inbound: Lost: acked-not-stored"),
        ["a message that nobody wrote"] = (good => Rows(good).Add(good.First with { Id = Guid.NewGuid(), Wamid = "wamid.phantom" }), "inbound: Unexpected: stored-not-attempted"),
        ["a message is stored twice"] = (good => Rows(good).Add(good.First with { Id = Guid.NewGuid() }), "inbound: Doubled: stored-twice"),
        ["a message in another's conversation"] = (good => Change(good, good.First, row => row with { Conversation = $"1001/{GoodRun.Eva}" }), "inbound: Misdirected: stored-elsewhere"),

        ["a reply's row is gone"] = (good => Rows(good).Remove(good.FirstReply), "outcomes: Lost: no-outcome"),
        ["a reply without a row reached the instance"] = (good => Rows(good).Remove(good.FirstReply), "sends: Unexpected: sent-without-message"),
        ["the bot was never asked"] = (good => Cut(good.Run.Witness, "bot_call", "wamid.eva.1"), "outcomes: Lost: no-outcome"),
        ["a dead letter is missing"] = (good => good.Run.Dump.DeadLetters.Clear(), "outcomes: Lost: no-outcome"),
        ["a reply to a message that is gone"] = (good => Rows(good).Remove(good.First), "outcomes: Unexpected: reply-to-nothing"),
        ["two replies"] = (good => good.Run.Send(good.Run.Queue(Run.Subscribed, GoodRun.Joey, good.First.Id)), "outcomes: Doubled: answered-twice"),
        ["a reply and a dead letter"] = (good => good.Run.Dump.DeadLetters.Add(new() { Kind = 2, MessageId = good.First.Id }), "outcomes: Doubled: two-outcomes"),
        ["a reply that the bot did not give"] = (good => good.Run.Send(good.Run.Queue(Run.Subscribed, GoodRun.Eva, good.Unanswered.Id)), "outcomes: Unexpected: reply-nobody-gave"),

        ["a repeated call with another id"] = (good => good.Run.Ask(good.First, "text"), "bot calls: Doubled: repeat-with-another-id"),
        ["a call about a message that is not stored"] = (good => good.Run.Ask(good.First with { Wamid = "wamid.unstored" }, "text"), "bot calls: Unexpected: asked-about-nothing"),
        ["a call without a signature"] = (good => Edit(good.Run.Witness, "bot_call", "wamid.joey.1", "\"sig_ok\":true", "\"sig_ok\":false"), "bot calls: Forged: call-not-signed"),
        ["a call that names another user"] = (good => Edit(good.Run.Witness, "bot_call", "wamid.joey.1", $"\"user\":\"{GoodRun.Joey}\"", $"\"user\":\"{GoodRun.Eva}\""), "bot calls: Misdirected: asked-as-another"),

        ["a status is lost"] = (good => Change(good, good.Called, row => row with { Rank = 16 + StatusWord.Delivered, ReadAt = null }), "statuses: Lost: status-not-applied"),
        ["a status of a message that is gone"] = (good => Rows(good).Remove(good.Called), "statuses: Lost: status-without-message"),
        ["a status is lowered"] = (good => Change(good, good.Called, row => row with { Rank = 16 + StatusWord.Sent }), "statuses: Lost: status-lowered"),
        ["a status that nobody said"] = (good => Change(good, good.Called, row => row with { Rank = 16 + StatusWord.Played }), "statuses: Unexpected: status-nobody-said"),

        ["a key was answered and its message is not there"] = (good => Rows(good).Remove(good.Called), "api: Lost: acked-without-message"),
        ["a key was answered and is not stored"] = (good => good.Run.Dump.Idempotency.RemoveAll(row => row.Key == "key-1"), "api: Lost: acked-without-key"),
        ["two messages for one key"] = (good => good.Run.Dump.Idempotency.Add(new() { Account = Run.Subscribed, Key = "key-1", MessageId = good.Run.Queue(Run.Subscribed, GoodRun.Joey).Id }), "api: Doubled: two-messages-for-a-key"),
        ["a second message that no key names"] = (good => good.Run.Send(good.Run.Queue(Run.Subscribed, GoodRun.Joey)), "api: Unexpected: message-without-key"),
        ["another message on a repeat"] = (good => good.Run.Acknowledge(good.Retried, "key-1"), "api: Doubled: repeat-with-another-message"),
        ["a key names another message now"] = (good => good.Run.Dump.Idempotency[0] = good.Run.Dump.Idempotency[0] with { MessageId = good.Retried.Id }, "api: Doubled: key-names-another-message"),
        ["a key without its message"] = (good => Rows(good).Remove(good.Called), "api: Lost: key-without-message"),
        ["a message by API in another's conversation"] = (good => Edit(good.Run.Witness, "api_call", "key-1", GoodRun.Joey, GoodRun.Eva), "api: Misdirected: stored-elsewhere"),
        ["a key that nobody used"] = (good => good.Run.Dump.Idempotency.Add(new() { Account = Run.Plain, Key = "key-0", MessageId = good.Called.Id }), "api: Unexpected: key-nobody-used"),

        ["a claimed row is left"] = (good => Change(good, good.Hung, row => row with { Phase = 4 }), "states: Unfinished: still-claimed"),
        ["a queued row is left"] = (good => Change(good, good.Hung, row => row with { Phase = 1 }), "states: Unfinished: still-queued"),
        ["the inbox is not empty"] = (good => good.Run.Dump.Inbox = 3, "states: Unfinished: inbox-not-empty"),
        ["a failure without a reason"] = (good => Change(good, good.Hung, row => row with { Phase = 7, Error = null }), "states: Lost: failed-without-reason"),

        ["an accepted send is doubled"] = (good => good.Run.Decide(good.Called, 1, "accepted"), "sends: Doubled: taken-twice"),
        ["a further attempt after one that was taken"] = (good => good.Run.Decide(good.Called, 2, "accepted"), "sends: Doubled: taken-twice"),
        ["a blind repeat of an ambiguous send"] = (good => good.Run.Decide(good.Hung, 2, "accepted"), "sends: Doubled: sent-again-blindly"),
        ["a send to another user"] = (good => Edit(good.Run.Simulator, "send_decision", Case.Shown(good.Called.Id), GoodRun.Joey, GoodRun.Eva), "sends: Misdirected: sent-to-another"),
        ["a phantom send"] = (good => good.Run.Decide(good.Called with { Id = Guid.NewGuid() }, 1, "accepted"), "sends: Unexpected: sent-without-message"),
        ["a send without our id"] = (good => good.Run.Simulator.Add(good.Run.Line("send_decision", ("item_id", "wamid.x"), ("user", GoodRun.Joey), ("decision", "accepted"))), "sends: Unexpected: sent-without-message"),
        ["a row that says sent, and nothing was"] = (good => Change(good, good.Hung, row => row with { Phase = 6, Rank = 17, Wamid = "wamid.y" }), "sends: Lost: called-sent-never-taken"),
        ["a row that does not know it was sent"] = (good => Change(good, good.Called, row => row with { Wamid = null }), "sends: Lost: taken-not-recorded"),
        ["a row that names another send"] = (good => Change(good, good.Called, row => row with { Wamid = good.Retried.Wamid }), "sends: Misdirected: recorded-as-another"),

        ["ambiguous and never reported"] = (good => Change(good, good.Hung, row => row with { Phase = 7 }), "ambiguity: Unreported: ambiguity-not-reported"),
        ["an echo that did not settle"] = (good => Change(good, good.Dropped, row => row with { Phase = 5, Rank = 0 }), "ambiguity: Unreported: echo-did-not-settle"),
        ["unknown without a fault"] = (good => good.Run.Faults.Clear(), "ambiguity: Unexplained: unknown-without-cause"),
        ["unknown long before the fault"] = (good => Change(good, good.Called, row => row with { Phase = 5, Rank = 0 }), "ambiguity: Unexplained: unknown-without-cause"),

        ["two bot calls in the wrong order"] = (good => Swap(good.Run.Witness, "bot_call", "wamid.joey.1", "wamid.joey.2"), "order of calls: Inverted: asked-out-of-order"),
        ["two bot calls in the wrong order, without a feed"] = (good => Swap(good.Run.Witness, "bot_call", "wamid.pat.1", "wamid.pat.2"), "order of calls: Inverted: asked-out-of-order"),
        ["two replies in the wrong order"] = (good => Swap(good.Run.Simulator, "send_decision", Case.Shown(good.FirstReply.Id), Case.Shown(good.SecondReply.Id)), "order of sends: Inverted: sent-out-of-order"),

        ["a stored message without its event"] = (good => good.Run.Dump.Events.RemoveAll(item => item.MessageId == good.First.Id), "events: Lost: message-without-event"),
        ["a message is told as two events"] = (good => good.Run.Tell(good.First, "message.received", "received"), "events: Doubled: message-told-twice"),
        ["an event was never delivered"] = (good => Cut(good.Run.Witness, "cb_recv", good.Run.Dump.Events[0].ShownId), "callbacks: Lost: event-not-delivered"),
        ["an event was only refused"] = (good => Edit(good.Run.Witness, "cb_recv", good.Run.Dump.Events[0].ShownId, "204", "500"), "callbacks: Lost: event-not-delivered"),
        ["a callback without an event"] = (good => Edit(good.Run.Witness, "cb_recv", good.Run.Dump.Events[0].ShownId, "evt_", "evt_9"), "callbacks: Unexpected: callback-without-event"),
        ["a callback with a bad signature"] = (good => Edit(good.Run.Witness, "cb_recv", good.Run.Dump.Events[0].ShownId, "\"sig_ok\":true", "\"sig_ok\":false"), "callbacks: Forged: callback-not-signed"),

        ["a template after the opt-out"] = (
            good =>
            {
                good.Run.Pass(6);
                good.Run.Send(good.Run.Call(Run.Plain, GoodRun.Pat, "key-7"), type: "template");
            },
            "opt-outs: Unexpected: template-after-opt-out"),
        ["a send outside the window"] = (
            good =>
            {
                Edit(good.Run.Simulator, "send_decision", Case.Shown(good.Called.Id), "\"decision\":\"accepted\"", "\"decision\":\"refused\",\"code\":131047");
                Edit(good.Run.Simulator, "send_decision", Case.Shown(good.Called.Id), "\"name\":\"template\"", "\"name\":\"text\"");
            },
            "windows: Unexpected: sent-outside-window"),
    };

    public static TheoryData<string> Ways => [.. By.Keys];

    private static List<MessageRow> Rows(GoodRun good) => good.Run.Dump.Messages;

    private static void Change(GoodRun good, MessageRow row, Func<MessageRow, MessageRow> change) => good.Run.Change(row, change);

    private static int Find(List<string> lines, string kind, string item)
    {
        var found = lines.FindIndex(line => line.Contains($"\"kind\":\"{kind}\"", StringComparison.Ordinal) && line.Contains(item, StringComparison.Ordinal));
        return found >= 0 ? found : throw new InvalidOperationException($"There is no line {kind} of {item} to spoil.");
    }

    private static void Cut(List<string> lines, string kind, string item) =>
        lines.RemoveAll(line => line.Contains($"\"kind\":\"{kind}\"", StringComparison.Ordinal) && line.Contains(item, StringComparison.Ordinal));

    private static void Edit(List<string> lines, string kind, string item, string before, string after)
    {
        var place = Find(lines, kind, item);
        lines[place] = lines[place].Replace(before, after, StringComparison.Ordinal);
    }

    private static void Swap(List<string> lines, string kind, string one, string other)
    {
        var (first, second) = (Find(lines, kind, one), Find(lines, kind, other));
        (lines[first], lines[second]) = (lines[second], lines[first]);
    }
}
