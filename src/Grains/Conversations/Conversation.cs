using Mogambo.Messages;
using Mogambo.Storage.Conversations;
using Mogambo.Storage.DeadLetters;
using Mogambo.Storage.Messages;

namespace Mogambo.Conversations;

/// <summary>
/// The rules of a conversation: no I/O, the time is given. One instance makes one decision: what happened goes in, the next state and what
/// is to be written and done come out, and nothing is remembered. What may be sent is in the part <c>Outbox</c>, whom to ask in <c>Bot</c>.
/// </summary>
internal sealed partial class Conversation(ConversationState before, ConversationContext context)
{
    /// <summary>An inbound message older than this at arrival is history: no bot, no window. WhatsApp repeats for 7 days (fact sheet 3.2).</summary>
    public static readonly TimeSpan StaleAfter = TimeSpan.FromDays(8);

    private readonly ConversationState _before = before;
    private readonly List<NewMessage> _newMessages = [];
    private readonly Dictionary<MessageId, MessageChange> _changes = [];
    private readonly List<NewDeadLetter> _deadLetters = [];
    private readonly List<DeadLetterId> _replayed = [];
    private ConversationState _state = before;
    private byte[]? _botContext;
    private NumberPark? _park;
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
        _state = _state.After(message, isStale, Now);

        if (!isStale && !_state.HandledByHuman)
        {
            Answer(message);
        }
    }

    private Decision Decide()
    {
        AskNext();
        ClaimNext();
        return new()
        {
            Next = _state,
            IsEmpty = ReferenceEquals(_state, _before) && _newMessages.Count == 0 && _changes.Count == 0,
            DueAt = NextDue(),
            NewMessages = _newMessages,
            Changes = [.. _changes.Values],
            DeadLetters = _deadLetters,
            ReplayedDeadLetters = _replayed,
            BotContext = _botContext,
            Park = _park,
            Send = _send,
            SendContent = _newMessages.Find(message => message.Key.Id == _send?.Id) is { } claimed
                ? new OutboundContent(claimed.Type, claimed.Content)
                : null,
            Ask = _ask,
        };
    }

    private DateTimeOffset? NextDue()
    {
        DateTimeOffset? due = _state.Turns is [var turn, ..] ? turn.NextCallAt : null;
        foreach (var entry in _state.Outbox)
        {
            var at = DueAt(entry);
            due = due is null || at < due ? at : due;
        }

        return due;
    }
}
