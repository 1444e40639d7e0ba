using Mogambo.Messages;
using Mogambo.OptIns;
using Mogambo.Storage.Conversations;
using Mogambo.Storage.DeadLetters;
using Mogambo.Storage.Messages;

namespace Mogambo.Conversations;

/// <summary>
/// The rules of a conversation: no I/O, the time is given. One instance makes one decision: what happened goes in, the next state and what
/// is to be written and done come out, and nothing is remembered. Whom to ask is in the part <c>Bot</c>, what goes next in <c>Claims</c>,
/// what became of it in <c>Outbox</c>, what a business asks by API in <c>Requests</c>, stop and start in <c>OptIns</c>,
/// what a database from a backup means in <c>Restore</c>.
/// </summary>
internal sealed partial class Conversation(ConversationState before, ConversationContext context)
{
    /// <summary>An inbound message older than this at arrival is history: no bot, no window. WhatsApp repeats for 7 days (fact sheet 3.2).</summary>
    public static readonly TimeSpan StaleAfter = TimeSpan.FromDays(8);

    private readonly ConversationState _before = before;
    private readonly List<NewMessage> _newMessages = [];
    private readonly Dictionary<MessageId, MessageChange> _changes = UnknownSinceRestore(before, context);
    private readonly List<NewDeadLetter> _deadLetters = LettersOfRestore(before, context);
    private readonly List<DeadLetterId> _replayed = [];
    private ConversationState _state = AfterRestore(before, context);
    private byte[]? _botContext;
    private NumberPark? _park;
    private bool _opensWindow;
    private OutboxEntry? _send;
    private PendingTurn? _ask;

    private DateTimeOffset Now => context.Now;

    /// <summary>Messages of the user, oldest first. What was seen before is passed over.</summary>
    public Decision Receive(IReadOnlyList<InboundMessage> messages)
    {
        var taken = new HashSet<MessageId>();
        foreach (var message in messages)
        {
            // The remembered ids are few: a repeat within one large webhook is seen by what this turn has taken already.
            if (!_state.HasSeen(message.Id) && !context.Stored.Contains(message.Id) && taken.Add(message.Id))
            {
                Take(message);
            }
        }

        return Decide();
    }

    /// <summary>Does what is due: lost claims and calls, waits that are over. <paramref name="rows"/> are those of the unknown messages.</summary>
    public Decision Wake(IReadOnlyList<StoredMessage> rows)
    {
        SettleUnknown(rows);
        GiveUpLostClaims();
        ReleaseHeld();
        return Decide();
    }

    private void Take(InboundMessage message)
    {
        var isStale = message.SentAt < Now - StaleAfter;
        var wasAnswered = message.SentAt < context.RestoredAt;
        _newMessages.Add(new()
        {
            Key = MessageKey.OfInbound(message.Id, message.SentAt),
            Direction = MessageDirection.Inbound,
            Type = message.Type,
            Content = message.Content,
            CreatedAt = Now,
            Wamid = message.Wamid,
            IsStale = isStale,
        });
        var wasOpen = _state.Window.IsOpenAt(Now);
        _state = _state.After(message, isStale, Now);
        _opensWindow |= !wasOpen && _state.Window.IsOpenAt(Now);

        var optIn = context.Words.ActionOf(message);
        if (message.OpensWindow && !isStale && optIn != OptInAction.OptedOut && _state.Window.AllowsSendAt(Now))
        {
            ReleaseParked();
        }

        if (optIn is { } action)
        {
            Record(action, message, isReplied: !isStale && !wasAnswered);
        }
        else if (wasAnswered)
        {
            LeaveToPerson(message, isStale);
        }
        else if (!isStale && !_state.HandledByHuman)
        {
            Answer(message);
        }
    }

    private Decision Decide()
    {
        AskNext();
        ClaimNext();
        var due = NextDue();
        return new()
        {
            Next = _state,
            IsEmpty = ReferenceEquals(_state, _before) && _newMessages.Count == 0 && _changes.Count == 0 && _optIns.Count == 0,
            DueAt = due,
            IsLeased = due is not null && IsLease(due.Value),
            NewMessages = _newMessages,
            Changes = [.. _changes.Values],
            DeadLetters = _deadLetters,
            ReplayedDeadLetters = _replayed,
            BotContext = _botContext,
            Park = _park,
            OptIns = _optIns,
            Idempotency = _idempotency,
            Portfolio = _portfolio,
            OpensWindow = _opensWindow,
            LearnedWaId = _learnedWaId,
            Send = _send,
            SendContent = _newMessages.Find(message => message.Key.Id == _send?.Id) is { } claimed
                ? new OutboundContent(claimed.Type, claimed.Content)
                : null,
            Ask = _ask,
        };
    }

    private bool IsLease(DateTimeOffset due) =>
        _state.Turns.Any(turn => turn.IsInCall && turn.NextCallAt == due)
        || _state.Outbox.Any(entry => entry.Phase == MessagePhase.Claimed && DueAt(entry) == due);

    private Decision Unchanged() => new() { Next = _before, IsEmpty = true, DueAt = null };

    private DateTimeOffset? NextDue()
    {
        DateTimeOffset? due = _state.Turns is [var turn, ..] ? turn.NextCallAt : null;
        var inFlight = _state.Outbox.FirstOrDefault(entry => entry.Phase == MessagePhase.Claimed);
        foreach (var entry in _state.Outbox)
        {
            // What waits behind a claim is looked at when the claim has an outcome, or its lease is over.
            var at = inFlight is null || entry.Phase != MessagePhase.Queued ? DueAt(entry) : Latest(DueAt(entry), DueAt(inFlight));
            due = due is null || at < due ? at : due;
        }

        return due;
    }
}
