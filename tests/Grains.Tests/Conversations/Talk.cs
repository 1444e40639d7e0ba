using Mogambo.Accounts;
using Mogambo.Conversations;
using Mogambo.Messages;
using Mogambo.OptIns;
using Mogambo.Sending;
using Mogambo.Storage.Messages;

namespace Mogambo.Grains.Tests.Conversations;

/// <summary>A conversation's rules turn after turn: what a turn decides is what the next one begins with.</summary>
internal sealed class Talk
{
    private readonly ConversationContext _context;

    public Talk(Account? account = null)
    {
        Account = account ?? Some.Account();
        _context = Some.Context(Some.Noon, Account);
    }

    public Account Account { get; }

    public ConversationState State { get; set; } = ConversationState.New;

    public DateTimeOffset Now { get; set; } = Some.Noon;

    /// <summary>Whether the number has room.</summary>
    public bool HasRoom { get; set; } = true;

    public int Asked { get; private set; }

    public ConversationContext Context() => _context with
    {
        Now = Now,
        Words = OptInWords.Of(Account.Options.OptInWords),
        Estimate = category => new(6800, "USD", category, "US", IsBooked: false),
        TakesNumber = () =>
        {
            Asked++;
            return HasRoom;
        },
    };

    /// <summary>One turn; <paramref name="knowing"/> is what the store told when it refused an earlier decision of it.</summary>
    public Decision Do(Func<Conversation, Decision> decide, Func<ConversationContext, ConversationContext>? knowing = null)
    {
        var context = Context();
        var decision = decide(new(State, knowing?.Invoke(context) ?? context));
        State = decision.Next;
        return decision;
    }

    public Decision Says(string text = "hello", string type = "text") => Do(conversation => conversation.Receive([Some.Message(Now, text, type)]));

    public Decision Sends(SendRequest request, Func<ConversationContext, ConversationContext>? knowing = null) =>
        Do(conversation => conversation.Send(request), knowing);

    public Decision Wakes(Func<ConversationContext, ConversationContext>? knowing = null) => Do(conversation => conversation.Wake([]), knowing);

    public Decision Ends(OutboxEntry send, SendOutcome? outcome = null) =>
        Do(conversation => conversation.RecordOutcome(send.AttemptId, outcome ?? new SendOutcome.Accepted("wamid." + send.AttemptId)));

    /// <summary>Opens the window without anything of the bot's left over.</summary>
    public void OpensWindow() => State = State with { Window = CustomerServiceWindow.NeverOpened.ExtendedBy(Now, Now) };

    public StoredMessage Row(MessageId id, MessagePhase phase, int attempt = 1, MessageStatus status = MessageStatus.None) => new()
    {
        Key = MessageKey.OfOutbound(id),
        Conversation = _context.Id,
        Direction = MessageDirection.Outbound,
        Type = "text",
        Content = [],
        Phase = phase,
        Attempt = attempt,
        Rank = MessageRank.Of(attempt, status),
    };

    public static T Refusal<T>(Decision decision)
        where T : SendRefusal
    {
        Assert.True(decision.IsEmpty, "A refused message leaves nothing behind.");
        return Assert.IsType<T>(Assert.IsType<SendReply.Refused>(decision.Reply).Refusal);
    }

    public static SendReply.Taken Taken(Decision decision) => Assert.IsType<SendReply.Taken>(decision.Reply);
}
