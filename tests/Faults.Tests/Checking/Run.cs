using System.Text.Json.Nodes;
using Mogambo.Faults.Checking;
using Mogambo.Faults.Checking.Reading;

namespace Mogambo.Faults.Tests.Checking;

/// <summary>The two sides of a run, made up line by line and row by row: what is left out or changed is what the checker must find.</summary>
internal sealed class Run
{
    public const string Subscribed = "account-1";
    public const string Plain = "account-2";

    public static readonly DateTimeOffset Start = new(2026, 11, 23, 1, 0, 0, TimeSpan.Zero);

    private long _xid = 100;
    private double _seconds;

    public List<string> Simulator { get; } = [];

    public List<string> Witness { get; } = [];

    public List<string> Faults { get; } = [];

    public Dump Dump { get; } = new();

    public DateTimeOffset Now => Start.AddSeconds(_seconds);

    private long Milliseconds => Now.ToUnixTimeMilliseconds();

    public static string NumberOf(string account) => account == Subscribed ? "1001" : "1002";

    public IReadOnlyList<Relation> Check(CheckOptions? options = null) =>
        Checker.Compare(Ledgers.Read(Simulator, Witness, Faults), Dump, options);

    public void Pass(double seconds) => _seconds += seconds;

    public string Line(string kind, params ReadOnlySpan<(string Name, object? Value)> members)
    {
        var line = new JsonObject { ["t_mono"] = _seconds * 1000, ["at"] = Now.ToString("O"), ["kind"] = kind };
        foreach (var (name, value) in members)
        {
            line[name] = value is null ? null : JsonValue.Create(value);
        }

        return line.ToJsonString();
    }

    public void Subscribe() => Dump.Subscriptions.Add(new() { Id = Guid.CreateVersion7(Now), Account = Subscribed, Events = "*", CreatedAt = Milliseconds });

    public void Converse(string account, string user) =>
        Dump.Conversations.Add(new() { Id = $"{NumberOf(account)}/{user}", UserId = user, WaId = user });

    /// <summary>A user writes, and it is acknowledged and stored.</summary>
    public MessageRow Write(string account, string user, string wamid)
    {
        Pass(1);
        var number = NumberOf(account);
        Simulator.Add(Line("gen", ("item_id", wamid), ("user", user), ("number", number)));
        Simulator.Add(Line("post", ("item_id", wamid), ("attempt", 1)));
        Simulator.Add(Line("ack", ("item_id", wamid), ("http_status", 200)));
        var row = new MessageRow
        {
            Id = Guid.NewGuid(),
            At = Milliseconds,
            Account = account,
            Number = number,
            Conversation = $"{number}/{user}",
            Wamid = wamid,
            CreatedAt = Milliseconds,
        };
        Dump.Messages.Add(row);
        Tell(row, "message.received", "received");
        return row;
    }

    /// <summary>The bot is asked and answers; the same turn again, if it answers an error.</summary>
    public string Ask(MessageRow inbound, params ReadOnlySpan<string> modes)
    {
        var turn = ShownId.Of("trn_", Guid.CreateVersion7(Now));
        foreach (var mode in modes)
        {
            var user = inbound.Conversation.Split('/')[1];
            Witness.Add(Line("bot_call", ("item_id", turn), ("conversation", inbound.Conversation), ("wamid", inbound.Wamid), ("user", user), ("number", inbound.Number), ("sig_ok", true)));
            Witness.Add(Line("bot_reply", ("item_id", turn), ("http_status", mode == "error" ? 500 : 200), ("mode", mode)));
        }

        return turn;
    }

    public MessageRow Queue(string account, string user, Guid? inReplyTo = null)
    {
        Pass(0.1);
        var number = NumberOf(account);
        var row = new MessageRow
        {
            Id = Guid.CreateVersion7(Now),
            At = Milliseconds,
            Account = account,
            Number = number,
            Conversation = $"{number}/{user}",
            Direction = 1,
            Phase = 1,
            Attempt = 1,
            CreatedAt = Milliseconds,
            InReplyTo = inReplyTo,
        };
        Dump.Messages.Add(row);
        return row;
    }

    /// <summary>A caller uses a key, and is answered.</summary>
    public MessageRow Call(string account, string user, string key)
    {
        var row = Queue(account, user);
        Dump.Idempotency.Add(new() { Account = account, Key = key, MessageId = row.Id });
        Witness.Add(Line("api_call", ("item_id", key), ("account", account), ("number", row.Number), ("user", user), ("mode", "template")));
        Acknowledge(row, key);
        return row;
    }

    public void Acknowledge(MessageRow row, string key, bool replayed = false) =>
        Witness.Add(Line("api_ack", ("item_id", key), ("http_status", 202), ("message", Case.Shown(row.Id)), ("replayed", replayed)));

    /// <summary>One request reaches the instance.</summary>
    public string Decide(MessageRow row, int attempt, string decision, string type = "text", int status = 200, string? user = null)
    {
        var wamid = $"wamid.{row.Id:N}.{attempt}";
        var isTaken = decision is "accepted" || decision.EndsWith("after-accept", StringComparison.Ordinal);
        Simulator.Add(Line(
            "send_decision", ("item_id", isTaken ? wamid : null), ("user", user ?? row.Conversation.Split('/')[1]), ("number", row.Number),
            ("opaque", new AttemptKey(row.Id, attempt).ToString()), ("http_status", status), ("decision", decision), ("name", type)));
        return wamid;
    }

    /// <summary>Taken, with all its ticks.</summary>
    public MessageRow Send(MessageRow row, int attempt = 1, string decision = "accepted", string type = "text")
    {
        var wamid = Decide(row, attempt, decision, type);
        foreach (var status in (string[])["sent", "delivered", "read"])
        {
            Tick(row, attempt, status, wamid);
        }

        return Change(row, found => found with
        {
            Wamid = wamid,
            Phase = 6,
            Attempt = attempt,
            Rank = (attempt * 16) + StatusWord.Read,
            SentAt = Milliseconds,
            DeliveredAt = Milliseconds,
            ReadAt = Milliseconds,
        });
    }

    public void Tick(MessageRow row, int attempt, string status, string wamid)
    {
        foreach (var kind in (string[])["status_emit", "status_ack"])
        {
            Simulator.Add(Line(kind, ("item_id", wamid), ("opaque", new AttemptKey(row.Id, attempt).ToString()), ("status", status), ("http_status", kind == "status_ack" ? 200 : 0)));
        }
    }

    public MessageRow Change(MessageRow row, Func<MessageRow, MessageRow> change)
    {
        var place = Dump.Messages.FindIndex(other => other.Id == row.Id);
        return Dump.Messages[place] = change(Dump.Messages[place]);
    }

    /// <summary>An event, taken by the subscriber if the account has one.</summary>
    public void Tell(MessageRow row, string type, string status)
    {
        if (row.Account == Subscribed)
        {
            var item = new EventRow { Account = row.Account, Xid = ++_xid, Id = _xid * 2, Type = type, MessageId = row.Id, Status = status, RecordedAt = Milliseconds };
            Dump.Events.Add(item);
            Witness.Add(Line("cb_recv", ("item_id", item.ShownId), ("account", row.Account), ("type", type), ("subject", row.Conversation), ("sig_ok", true), ("http_status", 204)));
        }
    }

    public void Fail(string name, string target, double seconds)
    {
        Faults.Add(Line("fault", ("name", name), ("target", target), ("phase", "start"), ("seed", 7)));
        Pass(seconds);
        Faults.Add(Line("fault", ("name", name), ("target", target), ("phase", "end"), ("seed", 7)));
    }
}
