using System.Collections.Concurrent;
using Mogambo.Bots;
using Mogambo.Conversations;
using Mogambo.Messages;
using Mogambo.Sending;

namespace Mogambo.Gateway.Tests.TestKit;

/// <summary>Records what it was given; <see cref="Behave"/> makes it hang or fail first.</summary>
public sealed class FakeConversation : IConversationGrain
{
    private readonly Happenings _taken = new("the conversation took a call");

    public ConcurrentQueue<IReadOnlyList<InboundMessage>> Received { get; } = [];

    public ConcurrentQueue<StatusUpdate> Statuses { get; } = [];

    public ConcurrentQueue<MessageId> Replayed { get; } = [];

    public Func<Task> Behave { get; set; } = () => Task.CompletedTask;

    public IEnumerable<string> Wamids => Received.SelectMany(messages => messages).Select(message => message.Wamid);

    public Task ReceiveAsync(IReadOnlyList<InboundMessage> messages) => TakeAsync(() => Received.Enqueue(messages));

    public Task RecordStatusAsync(StatusUpdate status) => TakeAsync(() => Statuses.Enqueue(status));

    public ConcurrentQueue<bool> Handlers { get; } = [];

    public Task SetHandlerAsync(bool isHuman) => TakeAsync(() => Handlers.Enqueue(isHuman));

    public async Task<bool> ReplayAsync(MessageId message, DateTimeOffset sentAt, Guid deadLetter)
    {
        await TakeAsync(() => Replayed.Enqueue(message));
        return true;
    }

    public Task CompleteTurnAsync(TurnId turn, BotAnswer answer) => throw new NotSupportedException();

    public Task RecordOutcomeAsync(AttemptId attempt, SendOutcome outcome) => throw new NotSupportedException();

    public Task<bool> EraseAsync() => throw new NotSupportedException();

    public Task WakeAsync() => throw new NotSupportedException();

    /// <summary>Returns once that many further calls were taken.</summary>
    public Task TakenAsync(int calls = 1) => _taken.WaitAsync(calls);

    private async Task TakeAsync(Action record)
    {
        await Behave();
        record();
        _taken.Add();
    }

    public ConcurrentQueue<SendRequest> Sends { get; } = [];

    /// <summary>What it says to a send; without more, it takes it.</summary>
    public Func<SendRequest, SendReply> Reply { get; set; } =
        _ => new SendReply.Taken(MessageId.NewOutbound(TimeProvider.System.GetUtcNow()), MessagePhase.Queued, Price: null, UsedFallback: false);

    public async Task<SendReply> SendAsync(SendRequest request)
    {
        await TakeAsync(() => Sends.Enqueue(request));
        return Reply(request);
    }

    public ConcurrentQueue<(MessageId Message, Resolution? Resolution)> Changes { get; } = [];

    /// <summary>What it says to a cancellation or a resolution.</summary>
    public Func<ChangeReply> ChangeReply { get; set; } = () => Mogambo.Sending.ChangeReply.Done;

    public Task<ChangeReply> CancelAsync(MessageId message) => ChangeAsync(message, null);

    public Task<ChangeReply> ResolveAsync(MessageId message, Resolution resolution) => ChangeAsync(message, resolution);

    private async Task<ChangeReply> ChangeAsync(MessageId message, Resolution? resolution)
    {
        await TakeAsync(() => Changes.Enqueue((message, resolution)));
        return ChangeReply();
    }
}
