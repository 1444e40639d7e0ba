using Microsoft.Extensions.Logging;
using Mogambo.Accounts;
using Mogambo.Bots;
using Mogambo.Messages;
using Mogambo.Sending;
using Mogambo.Storage.Conversations;
using Mogambo.Storage.DeadLetters;
using Mogambo.Storage.Messages;
using Mogambo.WhatsApp;
using Orleans.Serialization;
using Orleans.Storage;

namespace Mogambo.Conversations;

/// <inheritdoc cref="IConversationGrain"/>
/// <remarks>
/// The shell around <see cref="Conversation"/>: loads the state, commits what the rules decide, and acts on it only after the commit. A
/// commit that fails, or whose outcome is uncertain, ends the activation, so that no memory says what is not on disk.
/// </remarks>
[GrainType("conversation")]
internal sealed partial class ConversationGrain(
    IConversationStore store,
    IDeadLetters deadLetters,
    AccountDirectory accounts,
    InlineBots inlineBots,
    Sender sender,
    BotCalls botCalls,
    ProcessLifetime process,
    TimeProvider time,
    Serializer<ConversationState> serializer,
    ILogger<ConversationGrain> logger) : Grain, IConversationGrain
{
    private ConversationId _id;
    private BusinessNumber _number = null!;
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

        if (await store.LoadAsync(_id, cancellationToken) is { } stored)
        {
            _state = serializer.Deserialize(stored.State)!;
            _version = stored.Version;
        }
    }

    public Task ReceiveAsync(IReadOnlyList<InboundMessage> messages) =>
        CommitAsync(conversation => conversation.Receive(messages));

    public Task CompleteTurnAsync(TurnId turn, BotAnswer answer) =>
        CommitAsync(conversation => conversation.CompleteTurn(turn, answer));

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
        if (await store.GetMessagesAsync([MessageKey.OfOutbound(status.Attempt.Message)]) is [var row] && row.Conversation == _id)
        {
            await CommitAsync(conversation => conversation.RecordStatus(status, row));
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

    public Task<SendReply> SendAsync(SendRequest request) => throw new NotImplementedException();

    public Task<ChangeReply> CancelAsync(MessageId message) => throw new NotImplementedException();

    public Task<ChangeReply> ResolveAsync(MessageId message, Resolution resolution) => throw new NotImplementedException();

    public async Task WakeAsync()
    {
        var unknown = _state.Outbox.Where(entry => entry.Phase == MessagePhase.Unknown).Select(entry => MessageKey.OfOutbound(entry.Id)).ToArray();
        IReadOnlyList<StoredMessage> rows = unknown.Length == 0 ? [] : await store.GetMessagesAsync(unknown);
        await CommitAsync(conversation => conversation.Wake(rows));
    }

    /// <summary>
    /// Decides and commits; decides again where the store knew better (messages stored already, a claim that may not be made), which
    /// ends because each such answer takes something away from what is decided.
    /// </summary>
    private async Task CommitAsync(Func<Conversation, Decision> decide)
    {
        var claimedAt = time.GetTimestamp();
        var context = Context();
        while (true)
        {
            var decision = decide(new(_state, context));
            if (decision.IsEmpty)
            {
                return;
            }

            switch (await CommitAsync(decision))
            {
                case CommitResult.Committed committed:
                    Adopt(decision, claimedAt);
                    await SettleAsync(decision, committed.Ranks);
                    return;
                case CommitResult.Duplicates duplicates:
                    context = context with { Stored = context.Stored.Union(duplicates.Messages) };
                    break;
                case CommitResult.ClaimRefused refused:
                    context = context with { Parked = refused.Parked ?? context.Parked, Taken = context.Taken.SetItems(refused.Taken) };
                    break;
                default:
                    throw new InconsistentStateException($"Conversation was written by another activation since version {_version}.");
            }
        }
    }

    private async Task<CommitResult> CommitAsync(Decision decision)
    {
        try
        {
            return await store.CommitAsync(new()
            {
                Id = _id,
                Account = _number.Account.Id,
                ExpectedVersion = _version,
                State = serializer.SerializeToArray(decision.Next),
                Summary = new()
                {
                    Name = decision.Next.Name,
                    WaId = decision.Next.WaId,
                    BusinessScopedUserId = decision.Next.BusinessScopedUserId,
                    WindowClosesAt = decision.Next.Window == CustomerServiceWindow.NeverOpened ? null : decision.Next.Window.ClosesAt,
                    HandledByHuman = decision.Next.HandledByHuman,
                    LastMessageAt = decision.Next.LastMessageAt,
                },
                DueAt = decision.DueAt,
                NewMessages = decision.NewMessages,
                Changes = decision.Changes,
                BotContext = decision.BotContext,
                DeadLetters = decision.DeadLetters,
                ReplayedDeadLetters = decision.ReplayedDeadLetters,
                Park = decision.Park,
            });
        }
        catch
        {
            DeactivateOnIdle();
            throw;
        }
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
            sender.Start(_id, _number, Address(), send.AttemptId, decision.SendContent, claimedAt);
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

    // The key is the person; the exact form that WhatsApp gave last is the address.
    private Recipient Address() => _id.User.IsBusinessScoped ? new(_state.WaId, _id.User.Value) : new(_state.WaId ?? _id.User.Value, null);

    private ConversationContext Context() => new()
    {
        Id = _id,
        Number = _number,
        Now = time.GetUtcNow(),
        Process = process.Id,
        InlineBot = inlineBots.Of(_number.Account),
        AsksBot = _number.Account.Options.Bot.Kind == BotKind.Http,
        IsBeingSent = sender.IsUnderWay,
        MayHaveLeft = sender.MayHaveLeft,
        IsBeingAsked = botCalls.IsUnderWay,
    };

    [LoggerMessage(LogLevel.Error, "Number {Number} was refused by WhatsApp (error {Code}) and is parked: its messages wait until the operator acts")]
    private partial void LogNumberParked(PhoneNumberId number, int code);
}
