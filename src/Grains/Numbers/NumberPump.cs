using System.Threading.Channels;
using Mogambo.Conversations;

namespace Mogambo.Numbers;

/// <summary>
/// Serves one number in one process while it is in use: keeps its lease fresh and wakes those who wait, in order. It ends when the number
/// is idle and begins anew with the next message.
/// </summary>
internal sealed class NumberPump(
    Func<ThroughputDemand, Task<ThroughputLease>> leaseAsync, Func<ConversationId, Task> wakeAsync, Guid process, TimeProvider time)
{
    /// <summary>How long a lease is kept fresh after the last message, so that the next one finds room at once.</summary>
    private const double WarmSeconds = 10;

    private static readonly TimeSpan s_leaseDeadline = TimeSpan.FromSeconds(2);
    private static readonly TimeSpan s_retry = TimeSpan.FromMilliseconds(250);

    private readonly Lock _lock = new();
    private readonly NumberBucket _bucket = new();
    private readonly Channel<bool> _signal = Channel.CreateBounded<bool>(new BoundedChannelOptions(1) { FullMode = BoundedChannelFullMode.DropWrite });
    private readonly long _start = time.GetTimestamp();
    private bool _isRunning;
    private bool _isAsking;
    private double _askAt;
    private long _holding;

    private double Now => time.GetElapsedTime(_start).TotalSeconds;

    public bool TryTake(ConversationId conversation, CancellationToken stopping)
    {
        bool taken;
        lock (_lock)
        {
            taken = _bucket.TryTake(conversation, Now);
            if (!_isRunning && !stopping.IsCancellationRequested)
            {
                _isRunning = true;
                _ = Task.Run(() => RunAsync(stopping), CancellationToken.None);
            }
        }

        if (!taken)
        {
            Signal();
        }

        return taken;
    }

    private void Signal() => _signal.Writer.TryWrite(true);

    private async Task RunAsync(CancellationToken stopping)
    {
        try
        {
            using var alarm = time.CreateTimer(_ => Signal(), null, Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
            while (Step() is { } pause)
            {
                alarm.Change(pause, Timeout.InfiniteTimeSpan);
                await _signal.Reader.ReadAsync(stopping);
            }
        }
        catch (OperationCanceledException)
        {
            // Stopping: who waits comes again by its due_at, in another process.
            lock (_lock)
            {
                _isRunning = false;
            }
        }
    }

    /// <summary>Does what can be done now. Returns how long nothing will happen by itself; null if the number is idle.</summary>
    private TimeSpan? Step()
    {
        List<ConversationId> woken = [];
        TimeSpan? pause;
        lock (_lock)
        {
            var now = Now;
            while (_bucket.TryNext(now, out var conversation))
            {
                woken.Add(conversation);
            }

            if (_bucket.Waiting == 0 && woken.Count == 0 && now - _bucket.UsedAt > WarmSeconds)
            {
                _isRunning = false;
                return null;
            }

            if (!_isAsking && _askAt <= now)
            {
                _isAsking = true;
                var demand = new ThroughputDemand(process, _bucket.Wanted(now), _holding);
                _ = Task.Run(() => AskAsync(demand, now), CancellationToken.None);
            }

            var untilAsked = _isAsking ? s_leaseDeadline.TotalSeconds : _askAt - now;
            pause = TimeSpan.FromSeconds(Math.Min(_bucket.UntilNext(now) ?? untilAsked, untilAsked)) + TimeSpan.FromTicks(1);
        }

        woken.ForEach(conversation => _ = Task.Run(() => WakeAsync(conversation), CancellationToken.None));
        return pause;
    }

    private async Task AskAsync(ThroughputDemand demand, double askedAt)
    {
        ThroughputLease? lease = null;
        try
        {
            lease = await leaseAsync(demand).WaitAsync(s_leaseDeadline, time);
        }
#pragma warning disable CA1031 // Whatever it was: the lease that is held runs on, and the next try comes soon.
        catch (Exception)
#pragma warning restore CA1031
        {
        }

        lock (_lock)
        {
            _isAsking = false;
            _askAt = Now + (lease?.AskAgainAfter ?? s_retry).TotalSeconds;
            // Until something can be granted, the lease that is held runs on: it is what the grain waits for.
            if (lease is { Id: > 0 } granted)
            {
                _bucket.Apply(granted, askedAt, Now);
                _holding = granted.Id;
            }
        }

        Signal();
    }

    private async Task WakeAsync(ConversationId conversation)
    {
        try
        {
            await wakeAsync(conversation);
        }
#pragma warning disable CA1031 // It comes again by its due_at; its place is for the next.
        catch (Exception)
#pragma warning restore CA1031
        {
        }

        lock (_lock)
        {
            _bucket.GiveUpPlace(conversation, Now);
        }

        Signal();
    }
}
