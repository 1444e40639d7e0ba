using Microsoft.Extensions.Hosting;
using Mogambo.Conversations;
using Mogambo.Storage.Inbox;

namespace Mogambo.Gateway.Inbox;

/// <summary>
/// Takes what waits in the inbox, this process's rows and those of processes that are gone, and hands each row to the lane of its
/// conversation: rows of one conversation go strictly in order, conversations do not wait for each other.
/// </summary>
internal sealed partial class InboxDispatcher(
    IInbox inbox, InboxState state, InboxRowDelivery delivery, TimeProvider time, ILogger<InboxDispatcher> logger) : BackgroundService
{
    /// <summary>How long a taken row is this process's alone.</summary>
    public static readonly TimeSpan Claim = TimeSpan.FromSeconds(30);

    private const int MaxTaken = 100;
    private const int MaxHeld = 1000;

    private static readonly TimeSpan IdlePoll = TimeSpan.FromSeconds(2);

    private readonly Dictionary<ConversationId, InboxLane> _lanes = [];
    private readonly HashSet<long> _held = [];

    // Conversations whose oldest row waits: rows that come later must not pass it.
    private readonly Dictionary<ConversationId, DateTimeOffset> _putOff = [];
    private readonly Lock _lock = new();

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        while (!stoppingToken.IsCancellationRequested)
        {
            var taken = 0;
            try
            {
                taken = await TakeAsync(stoppingToken);
            }
            catch (Exception exception) when (!stoppingToken.IsCancellationRequested)
            {
                LogTakeFailed(exception);
            }

            if (taken == 0)
            {
                ForgetPast();
                await state.WaitAsync(IdlePoll, stoppingToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            }
        }
    }

    /// <summary>What is left is for the others at once; they need not wait until the claims run out.</summary>
    public override async Task StopAsync(CancellationToken cancellationToken)
    {
        await base.StopAsync(cancellationToken);
        try
        {
            await inbox.ReleaseAsync(state.Owner, time.GetUtcNow(), cancellationToken);
        }
        catch (Exception exception)
        {
            LogNotReleased(exception);
        }
    }

    private async Task<int> TakeAsync(CancellationToken stoppingToken)
    {
        var room = Math.Min(MaxTaken, MaxHeld - Held);
        if (room <= 0)
        {
            return 0;
        }

        var now = time.GetUtcNow();
        var claimedUntil = now + Claim;
        var rows = await inbox.TakeAsync(state.Owner, now, claimedUntil, room, stoppingToken);
        if (rows.Count > 0)
        {
            await Failpoint.HitAsync("dispatch.after_claim");
        }

        return rows.Count(row => Enter(row, claimedUntil, stoppingToken));
    }

    private int Held
    {
        get
        {
            lock (_lock)
            {
                return _held.Count;
            }
        }
    }

    private bool Enter(InboxChange row, DateTimeOffset claimedUntil, CancellationToken stoppingToken)
    {
        lock (_lock)
        {
            if (!_held.Add(row.Id))
            {
                return false;
            }

            state.Taken(row);

            if (_lanes.TryGetValue(row.Conversation, out var lane))
            {
                lane.Add(row, claimedUntil);
                return true;
            }

            _putOff.Remove(row.Conversation, out var putOffUntil);
            lane = new InboxLane(delivery, time, putOffUntil > time.GetUtcNow() ? putOffUntil : null);
            lane.Add(row, claimedUntil);
            _lanes[row.Conversation] = lane;
            RunAsync(row.Conversation, lane, stoppingToken).Forget();
            return true;
        }
    }

    private async Task RunAsync(ConversationId conversation, InboxLane lane, CancellationToken stoppingToken)
    {
        // Leaves the lock of the caller before the first delivery.
        await Task.Yield();
        while (Next(conversation, lane) is { } waiting)
        {
            try
            {
                await lane.TryAsync(waiting, stoppingToken);
            }
            catch (Exception exception)
            {
                LogTryFailed(exception, waiting.Row.Id);
                lane.PutOff(waiting.ClaimedUntil);
            }

            lock (_lock)
            {
                _held.Remove(waiting.Row.Id);
            }
        }

        state.Wake();
    }

    // The lane ends under the lock, so that no row enters one that nobody runs.
    private InboxLane.Waiting? Next(ConversationId conversation, InboxLane lane)
    {
        lock (_lock)
        {
            if (lane.Next() is { } waiting)
            {
                return waiting;
            }

            _lanes.Remove(conversation);
            if (lane.PutOffUntil is { } until)
            {
                _putOff[conversation] = until;
            }

            return null;
        }
    }

    private void ForgetPast()
    {
        state.ForgetTakenOver();
        var now = time.GetUtcNow();
        lock (_lock)
        {
            foreach (var (conversation, until) in _putOff)
            {
                if (until <= now)
                {
                    _putOff.Remove(conversation);
                }
            }
        }
    }

    [LoggerMessage(LogLevel.Warning, "The inbox could not be read, it is tried again")]
    private partial void LogTakeFailed(Exception exception);

    [LoggerMessage(LogLevel.Warning, "What waits in the inbox could not be left to others, they take it when its claims have run out")]
    private partial void LogNotReleased(Exception exception);

    [LoggerMessage(LogLevel.Warning, "A try of row {Row} of the inbox could not be recorded, it comes again when its claim has run out")]
    private partial void LogTryFailed(Exception exception, long row);
}
