using System.Collections.Immutable;
using System.Text;
using Mogambo.Bots;
using Mogambo.Messages;
using Mogambo.Storage.DeadLetters;
using Mogambo.Storage.Messages;

namespace Mogambo.Conversations;

/// <summary>Turns: which message the bot is asked about, how often, and what its answer starts.</summary>
internal sealed partial class Conversation
{
    /// <summary>A user who writes on while the bot hangs gets no longer queue than this; the rest become dead letters.</summary>
    public const int MaxPendingTurns = 200;

    /// <summary>How long a call may take before it counts as lost: the bot's 10 s and the way there and back.</summary>
    public static readonly TimeSpan CallLease = TimeSpan.FromSeconds(15);

    /// <summary>Waits between the calls of one turn (contract section 7): ten calls in all.</summary>
    private static readonly ImmutableArray<int> s_secondsBetweenCalls = [1, 2, 4, 8, 15, 30, 30, 30, 30];

    public static int MaxCalls => s_secondsBetweenCalls.Length + 1;

    /// <summary>The bot's answer to a turn. One to a turn that is over, or was answered already, changes nothing.</summary>
    public Decision CompleteTurn(TurnId id, BotAnswer answer)
    {
        if (_state.Turns is [var turn, ..] && turn.Id == id)
        {
            switch (answer)
            {
                case BotAnswer.Replied replied:
                    Complete(turn, replied);
                    break;
                case BotAnswer.Failed failed:
                    Fail(turn, failed.Reason);
                    break;
            }
        }

        return Decide();
    }

    /// <summary>Asks the bot about a message again, after the turns that wait already; the letter that held it goes.</summary>
    public Decision Replay(MessageId message, DateTimeOffset sentAt, DeadLetterId letter)
    {
        AddTurn(message, sentAt);
        _replayed.Add(letter);
        return Decide();
    }

    /// <summary>A person takes the conversation over, or gives it back to the bot.</summary>
    public Decision SetHandler(bool isHuman)
    {
        if (isHuman != _state.HandledByHuman)
        {
            _state = _state with { HandledByHuman = isHuman, Turns = isHuman ? [] : _state.Turns };
        }

        return Decide();
    }

    private void Answer(InboundMessage message)
    {
        if (context.InlineBot is { } bot)
        {
            Queue(bot.Answer(message).Replies, message.Id);
        }
        else if (context.AsksBot && _state.Turns.Length < MaxPendingTurns)
        {
            AddTurn(message.Id, message.SentAt);
        }
        else if (context.AsksBot)
        {
            GiveUp(NewTurn(message.Id, message.SentAt), "too-many-waiting", $"{MaxPendingTurns} messages of this conversation wait for the bot already.");
        }
    }

    private void AddTurn(MessageId message, DateTimeOffset sentAt) =>
        _state = _state with { Turns = _state.Turns.Add(NewTurn(message, sentAt)) };

    private PendingTurn NewTurn(MessageId message, DateTimeOffset sentAt) =>
        new() { Id = TurnId.New(Now), Message = message, SentAt = sentAt, NextCallAt = Now };

    private void Complete(PendingTurn turn, BotAnswer.Replied answer)
    {
        _state = _state with
        {
            Turns = answer.HandsToHuman ? [] : _state.Turns.RemoveAt(0),
            HandledByHuman = _state.HandledByHuman || answer.HandsToHuman,
        };
        _botContext = answer.Context;
        Queue(answer.Replies, turn.Message);
    }

    private void Fail(PendingTurn turn, string reason)
    {
        if (turn.Calls < MaxCalls)
        {
            var wait = TimeSpan.FromSeconds(s_secondsBetweenCalls[turn.Calls - 1]);
            Replace(turn with { IsInCall = false, NextCallAt = Now + wait });
            return;
        }

        _state = _state with { Turns = _state.Turns.RemoveAt(0) };
        GiveUp(turn, "bot-failed", reason);
        if (context.Number.Account.Options.Bot.Fallback is { Length: > 0 } fallback)
        {
            Queue([TextContent.Of(fallback)], turn.Message);
        }
    }

    /// <summary>Asks about the first turn if it is time. A call nobody has heard of until its lease ran out was lost with its process.</summary>
    private void AskNext()
    {
        while (_state.Turns is [var turn, ..] && turn.NextCallAt <= Now)
        {
            if (turn.IsInCall && context.IsBeingAsked(turn.Id))
            {
                Replace(turn with { NextCallAt = Now + CallLease });
                return;
            }

            if (!context.MayBegin)
            {
                Replace(turn with { IsInCall = false, NextCallAt = Now + s_handOver });
                return;
            }

            if (turn.Calls < MaxCalls)
            {
                _ask = turn with { Calls = turn.Calls + 1, IsInCall = true, NextCallAt = Now + CallLease };
                Replace(_ask);
                return;
            }

            Fail(turn, "The process was lost during the last call.");
        }
    }

    private void Replace(PendingTurn first) => _state = _state with { Turns = _state.Turns.SetItem(0, first) };

    private void GiveUp(PendingTurn turn, string reason, string details) => _deadLetters.Add(LetterOf(turn, reason, details, context));

    /// <summary>The letter names the message, whose content is in the history and is not copied.</summary>
    private static NewDeadLetter LetterOf(PendingTurn turn, string reason, string details, ConversationContext context)
    {
        var raw = Encoding.UTF8.GetBytes($$"""{"turn":"{{turn.Id}}","message":"{{turn.Message}}"}""");
        return new()
        {
            Id = DeadLetterId.Of(context.Number.Account.Id, raw),
            Account = context.Number.Account.Id,
            Kind = DeadLetterKind.Turn,
            Reason = reason,
            Details = details,
            Raw = raw,
            Conversation = context.Id,
            Message = MessageKey.OfInbound(turn.Message, turn.SentAt),
            At = context.Now,
        };
    }
}
