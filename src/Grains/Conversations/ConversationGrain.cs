using Microsoft.Extensions.Logging;
using Mogambo.Accounts;
using Mogambo.Bots;
using Mogambo.Contacts;
using Mogambo.Messages;
using Mogambo.Numbers;
using Mogambo.OptIns;
using Mogambo.Sending;
using Mogambo.Storage.Conversations;
using Mogambo.Storage.DeadLetters;
using Mogambo.Storage.Erasure;
using Mogambo.Storage.Idempotency;
using Mogambo.Storage.Messages;
using Mogambo.Storage.Restoring;
using Mogambo.Storage.Templates;
using Mogambo.Tracing;
using Mogambo.WhatsApp.Pricing;
using Orleans.Serialization;
using Orleans.Storage;

namespace Mogambo.Conversations;

/// <inheritdoc cref="IConversationGrain"/>
/// <remarks>
/// The shell around <see cref="Conversation"/>: loads the state, commits what the rules decide, and acts on it only after the commit. A
/// commit that fails, or whose outcome is uncertain, ends the activation, so that no memory says what is not on disk.
/// </remarks>
[GrainType(GrainFactoryExtensions.ConversationType)]
internal sealed partial class ConversationGrain(
    IConversationStore store,
    IDeadLetters deadLetters,
    IIdempotencyKeys keys,
    ITemplates templates,
    INumberThroughput throughput,
    AccountDirectory accounts,
    InlineBots inlineBots,
    TurnGate gate,
    Sender sender,
    BotCalls botCalls,
    ProcessLifetime process,
    GrainMetrics metrics,
    TimeProvider time,
    Serializer<ConversationState> serializer,
    ILogger<ConversationGrain> logger,
    RateCard rates,
    IErasure erasure,
    RestorePoint restore) : Grain, IConversationGrain
{
    /// <summary>Every message that waits may be refused for a reason of its own; more answers than that are a fault of the store.</summary>
    private const int MaxRounds = Conversation.MaxWaiting + 50;

    private ConversationId _id;
    private BusinessNumber _number = null!;
    private OptInWords _words = OptInWords.BuiltIn;
    private ConversationState _state = ConversationState.New;
    private long _version;

    public override async Task OnActivateAsync(CancellationToken cancellationToken)
    {
        _id = ConversationId.Parse(this.GetPrimaryKeyString());
        if (!accounts.TryGetNumber(_id.Number, out var number))
        {
            throw new InvalidOperationException($"Number {_id.Number} is not configured.");
        }

        _number = number;
        _words = OptInWords.Of(number.Account.Options.OptInWords);

        if (await store.LoadAsync(_id, cancellationToken) is { } stored)
        {
            _state = serializer.Deserialize(stored.State)!;
            _version = stored.Version;
        }
        else
        {
            _state = New;
        }
    }

    private ConversationState New => ConversationState.New with { RestoredAt = restore.At };

    public async Task ReceiveAsync(IReadOnlyList<InboundMessage> messages)
    {
        using var spans = MessageTrace.Start(MessageTrace.Turn, messages);
        await CommitAsync(conversation => conversation.Receive(messages));
    }

    public async Task CompleteTurnAsync(TurnId turn, BotAnswer answer)
    {
        using var span = _state.Turns is [var pending, ..] && pending.Id == turn ? MessageTrace.Start(MessageTrace.Turn, pending.Message) : null;
        await Failpoint.HitAsync("reply.before_commit");
        await CommitAsync(conversation => conversation.CompleteTurn(turn, answer));
    }

    public async Task RecordOutcomeAsync(AttemptId attempt, SendOutcome outcome)
    {
        if (outcome is SendOutcome.Accepted accepted && !_state.Outbox.Any(entry => entry.IsOpen(attempt)))
        {
            // The answer to an attempt that is over (it failed by a status meanwhile, or was forgotten) is news for its row alone.
            await store.ApplyStatusAsync(new() { Attempt = attempt, Number = _id.Number, Wamid = accepted.Wamid, Status = MessageStatus.Accepted, At = time.GetUtcNow() });
            return;
        }

        await CommitAsync(conversation => conversation.RecordOutcome(attempt, outcome));
    }

    public async Task RecordStatusAsync(StatusUpdate status)
    {
        await store.ApplyStatusAsync(status);
        // What an erased person was sent says nothing any more: it is not sent again.
        if (!_id.User.IsErased && await store.GetMessagesAsync([MessageKey.OfOutbound(status.Attempt.Message)]) is [var row] && row.Conversation == _id)
        {
            // A message that is over here left its terms behind; it is sent again by those of today.
            var terms = status.Remedy == SendRemedy.Fail ? null : await TermsOfAsync(row);
            await CommitAsync(conversation => conversation.RecordStatus(status, row, terms));
        }
    }

    public async Task<bool> ReplayAsync(MessageId message, DateTimeOffset sentAt, Guid deadLetter)
    {
        if (_number.Account.Options.Bot.Kind != BotKind.Http
            || await store.GetMessagesAsync([MessageKey.OfInbound(message, sentAt)]) is not [var row]
            || row.Conversation != _id)
        {
            return false;
        }

        // The letter goes in the commit that asks again, so of several replays of one letter only the first finds it.
        var letter = new DeadLetterId(deadLetter);
        if (await deadLetters.FindAsync(_number.Account.Id, letter) is not null)
        {
            await CommitAsync(conversation => conversation.Replay(message, sentAt, letter));
        }

        return true;
    }

    public Task SetHandlerAsync(bool isHuman) => CommitAsync(conversation => conversation.SetHandler(isHuman));

    public async Task WakeAsync()
    {
        var unknown = _state.Outbox.Where(entry => entry.Phase == MessagePhase.Unknown).Select(entry => MessageKey.OfOutbound(entry.Id)).ToArray();
        IReadOnlyList<StoredMessage> rows = unknown.Length == 0 ? [] : await store.GetMessagesAsync(unknown);

        // Whoever took the alarm moved it on a little: where nothing was to be done it is set again, or it would ring on and on.
        await CommitAsync(conversation =>
        {
            var decision = conversation.Wake(rows);
            return decision with { IsEmpty = decision.IsEmpty && _version == 0 };
        });
    }

    /// <summary>
    /// Decides and commits; decides again where the store knew better (messages stored already, a claim that may not be made). It ends
    /// because each such answer takes something away from what is decided; one that does not is a fault.
    /// </summary>
    private async Task<Decision> CommitAsync(Func<Conversation, Decision> decide)
    {
        metrics.TurnBegins();
        var mayBegin = gate.TryEnter();
        try
        {
            var decision = await DecideAsync(decide, mayBegin);
            if (!mayBegin && decision.DueAt is not null)
            {
                // Another process goes on with it, and sooner if it need not ask this one.
                DeactivateOnIdle();
            }

            return decision;
        }
        finally
        {
            metrics.TurnEnds();
            if (mayBegin)
            {
                gate.Leave();
            }
        }
    }

    private async Task<Decision> DecideAsync(Func<Conversation, Decision> decide, bool mayBegin)
    {
        var claimedAt = time.GetTimestamp();
        var context = Context(mayBegin);
        for (var round = 0; round < MaxRounds; round++)
        {
            var decision = decide(new(_state, context));
            if (decision.IsEmpty)
            {
                return decision;
            }

            switch (await CommitAsync(decision))
            {
                case CommitResult.Committed committed:
                    Adopt(decision, claimedAt);
                    await SettleAsync(decision, committed.Ranks);
                    return decision;
                case CommitResult.KeyUsed used:
                    return decision with { Reply = RepeatOf(used.Stored, decision.Idempotency!.Fingerprint) };
                case CommitResult.Duplicates duplicates:
                    context = context with { Stored = context.Stored.Union(duplicates.Messages) };
                    break;
                case CommitResult.ClaimRefused refused:
                    context = context.Knowing(refused);
                    break;
                default:
                    throw new InconsistentStateException($"Conversation was written by another activation since version {_version}.");
            }
        }

        throw new InvalidOperationException($"The store refused the conversation's claims {MaxRounds} times in one turn.");
    }

    private void Adopt(Decision decision, long claimedAt)
    {
        _state = decision.Next;
        _version++;

        if (decision.Park is { } park)
        {
            LogNumberParked(_number.Id, park.Error.Code);
        }

        if (decision.Send is { } send)
        {
            var inReplyTo = decision.NewMessages.FirstOrDefault(message => message.Key.Id == send.Id)?.InReplyTo;
            sender.Start(_id, _number, Address(), send.AttemptId, new(decision.SendContent, inReplyTo), claimedAt);
        }

        if (decision.LearnedWaId is { } waId)
        {
            _ = LearnAsync(waId);
        }

        if (decision.Ask is { } turn)
        {
            botCalls.Start(_id, _number.Account, turn, _state);
        }
    }

    /// <summary>An attempt that was just marked unknown may have been settled by a status meanwhile: the commit read its row back.</summary>
    private async Task SettleAsync(Decision decision, IReadOnlyDictionary<MessageId, int> ranks)
    {
        if (decision.Changes.Any(change => change.Phase == MessagePhase.Unknown
            && ranks.TryGetValue(change.Id, out var rank)
            && rank >= MessageRank.Of(change.Attempt, MessageStatus.Accepted)))
        {
            await WakeAsync();
        }
    }

    /// <summary>Worth telling, and worth no waiting: what is not told now is told by the next answer of WhatsApp's.</summary>
    private async Task LearnAsync(string waId)
    {
        try
        {
            await GrainFactory.GetGrain<IContactGrain>($"{_number.Account.Id}/{_id.User}").LearnAsync(waId, time.GetUtcNow());
        }
        catch (Exception e)
        {
            LogNotLearned(e);
        }
    }

    [LoggerMessage(LogLevel.Error, "Number {Number} was refused by WhatsApp (error {Code}) and is parked: its messages wait until the operator acts")]
    private partial void LogNumberParked(PhoneNumberId number, int code);

    [LoggerMessage(LogLevel.Debug, "A user's address could not be remembered; the next answer tells it again")]
    private partial void LogNotLearned(Exception exception);
}
