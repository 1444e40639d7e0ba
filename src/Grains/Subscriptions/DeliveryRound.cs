using System.Collections.Concurrent;
using Mogambo.Storage.DeadLetters;
using Mogambo.Storage.Events;
using Mogambo.Storage.Subscriptions;

namespace Mogambo.Subscriptions;

/// <summary>The tries of one round, and what they say of the subscription as a whole.</summary>
internal sealed class DeliveryRound(Subscription subscription, IReadOnlyList<string> secrets, IEventPoster poster, GrainMetrics metrics, TimeProvider time)
{
    /// <summary>Tries begin within this; what is left waits for the next round, so that a slow subject delays the others little.</summary>
    private static readonly TimeSpan s_length = TimeSpan.FromSeconds(10);

    private readonly Uri _url = new(subscription.Url);
    private readonly long _started = time.GetTimestamp();
    private readonly ConcurrentBag<DateTimeOffset> _failures = [];
    private volatile bool _hasSucceeded;
    private volatile bool _isGone;

    /// <summary>Of events that were given up.</summary>
    public ConcurrentBag<NewDeadLetter> DeadLetters { get; } = [];

    public Task RunAsync(SubjectLane lane, CancellationToken stop, CancellationToken abandon) => lane.RunAsync(
        () => !stop.IsCancellationRequested && !_isGone && time.GetElapsedTime(_started) < s_length,
        (delivery, @event) => TryAsync(delivery, @event, abandon),
        time.GetUtcNow);

    public DeliveryCommit Outcome(Guid owner, EventCursor to, IReadOnlyCollection<SubjectLane> lanes)
    {
        var now = time.GetUtcNow();
        var failingSince = _hasSucceeded ? null : subscription.FailingSince ?? (_failures.IsEmpty ? null : _failures.Min());
        var (stopped, reason) = true switch
        {
            _ when _isGone => (SubscriptionStatus.Disabled, "The receiver answered 410 Gone: resume it when it wants events again, or delete it."),
            _ when !_failures.IsEmpty && !_hasSucceeded && HasFailedLong(failingSince, now) => (
                SubscriptionStatus.Paused,
                $"Every delivery failed for {DeliverySchedule.Length.TotalDays} days: repair the receiver, then resume it. It goes on from where it was."),
            _ => ((SubscriptionStatus?)null, (string?)null),
        };
        return new()
        {
            Subscription = subscription.Id,
            Owner = owner,
            From = subscription.Cursor,
            To = to,
            Tried = [.. lanes.SelectMany(lane => lane.Tried)],
            Waiting = [.. lanes.SelectMany(lane => lane.Waiting)],
            Woken = [.. lanes.Where(lane => lane is { HasMore: true, IsEmptied: true }).Select(lane => lane.Subject)],
            FailingSince = failingSince,
            Stopped = stopped,
            Reason = reason,
            At = now,
        };
    }

    private async Task<Delivery> TryAsync(Delivery delivery, StoredEvent? @event, CancellationToken abandon)
    {
        if (@event is null)
        {
            return delivery with { State = DeliveryState.Dead, NextAt = null, LastError = "The event is no longer kept." };
        }

        try
        {
            await Failpoint.HitAsync("callback.after_claim");
            var result = await poster.PostAsync(_url, secrets, @event.Id, EventJson.Body(@event), abandon);
            await Failpoint.HitAsync("callback.after_response");
            var after = After(delivery, result);
            Count(after, @event);
            return after;
        }
        catch (OperationCanceledException) when (abandon.IsCancellationRequested)
        {
            return delivery with { NextAt = time.GetUtcNow() };
        }
    }

    private void Count(Delivery delivery, StoredEvent @event)
    {
        if (delivery.State == DeliveryState.Delivered)
        {
            metrics.Delivered(time.GetUtcNow() - @event.At);
        }
        else
        {
            metrics.NotDelivered(isGivenUp: delivery.State == DeliveryState.Dead);
        }
    }

    private Delivery After(Delivery delivery, PostResult result)
    {
        var now = time.GetUtcNow();
        var tried = delivery with
        {
            Tries = delivery.Tries + 1,
            LastTriedAt = now,
            LastStatus = result.StatusCode,
            LastError = result.Error,
            NextAt = null,
        };
        if (result.IsSuccess || Failpoint.IsOn("bug.forget_callbacks"))
        {
            _hasSucceeded = true;
            return tried with { State = DeliveryState.Delivered };
        }

        _failures.Add(now);
        _isGone |= result.IsGone;
        var firstFailedAt = delivery.FirstFailedAt ?? now;
        tried = tried with { FirstFailedAt = firstFailedAt, NextAt = DeliverySchedule.Next(firstFailedAt, tried.Tries, now, result.RetryAfter) };
        if (tried.NextAt is not null)
        {
            return tried;
        }

        // Where nothing gets through at all the subscription pauses, and the event waits for whoever resumes it.
        if (_isGone || (!_hasSucceeded && HasFailedLong(subscription.FailingSince, now)))
        {
            return tried with { NextAt = now };
        }

        DeadLetters.Add(EventLetter.Of(subscription, tried, now));
        return tried with { State = DeliveryState.Dead };
    }

    private static bool HasFailedLong(DateTimeOffset? since, DateTimeOffset now) => since + DeliverySchedule.Length <= now;
}
