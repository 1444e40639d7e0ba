using Mogambo.Faults.Checking.Reading;

namespace Mogambo.Faults.Tests.Checking;

/// <summary>A run in which everything that may happen happened, and nothing went wrong.</summary>
internal sealed class GoodRun
{
    public const string Joey = "16505550001";
    public const string Eva = "16505550002";
    public const string Pat = "16505550003";

    public GoodRun()
    {
        foreach (var (account, user) in (ReadOnlySpan<(string, string)>)[(Run.Subscribed, Joey), (Run.Subscribed, Eva), (Run.Plain, Pat)])
        {
            Run.Converse(account, user);
        }

        Run.Subscribe();
        Talk();
        Call();
        Doubt();
        OptOut();
    }

    public Run Run { get; } = new();

    public MessageRow First { get; private set; } = null!;

    public MessageRow Second { get; private set; } = null!;

    public MessageRow FirstReply { get; private set; } = null!;

    public MessageRow SecondReply { get; private set; } = null!;

    /// <summary>The bot wanted no reply.</summary>
    public MessageRow Unanswered { get; private set; } = null!;

    /// <summary>The bot failed ten times.</summary>
    public MessageRow GivenUp { get; private set; } = null!;

    public MessageRow Called { get; private set; } = null!;

    /// <summary>Refused once, then sent.</summary>
    public MessageRow Retried { get; private set; } = null!;

    /// <summary>Taken, and the answer dropped; its status settled it.</summary>
    public MessageRow Dropped { get; private set; } = null!;

    /// <summary>Never taken, and unknown.</summary>
    public MessageRow Hung { get; private set; } = null!;

    /// <summary>Unknown, because its process was killed.</summary>
    public MessageRow Killed { get; private set; } = null!;

    private void Talk()
    {
        (First, FirstReply) = Answered(Run.Subscribed, Joey, "wamid.joey.1");
        (Second, SecondReply) = Answered(Run.Subscribed, Joey, "wamid.joey.2");
        Answered(Run.Plain, Pat, "wamid.pat.1");
        Answered(Run.Plain, Pat, "wamid.pat.2");

        Unanswered = Run.Write(Run.Subscribed, Eva, "wamid.eva.1");
        Run.Ask(Unanswered, "error", "none");

        GivenUp = Run.Write(Run.Subscribed, Eva, "wamid.eva.2");
        Run.Ask(GivenUp, [.. Enumerable.Repeat("error", 10)]);
        Run.Dump.DeadLetters.Add(new() { Id = Guid.NewGuid(), Kind = 2, MessageId = GivenUp.Id });

        // Stored, but the answer to the webhook never arrived.
        var (recovered, _) = Answered(Run.Subscribed, Eva, "wamid.eva.3");
        Run.Simulator.RemoveAll(line => line.Contains("\"ack\"", StringComparison.Ordinal) && line.Contains(recovered.Wamid!, StringComparison.Ordinal));
    }

    private void Call()
    {
        Called = Run.Send(Run.Call(Run.Subscribed, Joey, "key-1"), type: "template");
        Run.Acknowledge(Called, "key-1", replayed: true);

        Retried = Run.Call(Run.Plain, Pat, "key-2");
        Run.Decide(Retried, 1, "refused", status: 400);
        Retried = Run.Send(Retried, attempt: 2);
    }

    private void Doubt()
    {
        Dropped = Run.Send(Run.Call(Run.Subscribed, Eva, "key-3"), decision: "dropped-after-accept");

        Hung = Run.Call(Run.Plain, Pat, "key-4");
        Run.Decide(Hung, 1, "hung", status: 0);
        Hung = Run.Change(Hung, row => row with { Phase = 5, Rank = 0, Error = "{}" });

        Run.Pass(600);
        Killed = Run.Call(Run.Subscribed, Eva, "key-5");
        Run.Pass(1);
        Run.Fail("kill", "silo-1", 5);
        Run.Pass(25);
        Killed = Run.Change(Killed, row => row with { Phase = 5, Error = "{}" });
        Run.Tell(Killed, "message.unknown", "unknown");
        Run.Pass(600);
    }

    private void OptOut()
    {
        Run.Witness.Add(Run.Line("optout_ack", ("account", Run.Plain), ("user", Pat)));
        Run.Pass(10);
        Run.Send(Run.Call(Run.Plain, Pat, "key-6"), type: "template");
    }

    private (MessageRow Inbound, MessageRow Reply) Answered(string account, string user, string wamid)
    {
        var inbound = Run.Write(account, user, wamid);
        Run.Ask(inbound, "text");
        return (inbound, Run.Send(Run.Queue(account, user, inbound.Id)));
    }
}
