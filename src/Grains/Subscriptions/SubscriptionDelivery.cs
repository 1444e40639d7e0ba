using Microsoft.Extensions.Logging;
using Mogambo.Accounts;
using Mogambo.Storage;
using Mogambo.Storage.DeadLetters;
using Mogambo.Storage.Events;
using Mogambo.Storage.Subscriptions;

namespace Mogambo.Subscriptions;

/// <summary>
/// Delivers in rounds: what is due of the waiting list and a page of the feed, each subject in its order and eight subjects at a time, then
/// one commit. A round that is lost with its process is delivered again, with the same ids.
/// </summary>
internal sealed partial class SubscriptionDelivery(
    ISubscriptions subscriptions,
    IDeliveries deliveries,
    IEvents events,
    IDeadLetters deadLetters,
    IEventPoster poster,
    SubscriptionSecrets secrets,
    GrainMetrics metrics,
    TimeProvider time,
    ILogger<SubscriptionDelivery> logger)
{
    /// <summary>Deliveries that may wait; beyond that events stay in the feed until some have gone.</summary>
    public const int MaxWaiting = 100_000;

    /// <summary>Subjects delivered at a time.</summary>
    public const int MaxAtOnce = 8;

    private const int Page = 200;
    private const int MaxSubjects = 64;
    private const int MaxOfSubject = 50;
    private const int Kept = 1_000;

    private static readonly TimeSpan s_commitPause = TimeSpan.FromSeconds(1);

    public Task<bool> TakeOverAsync(SubscriptionId id, Guid owner, CancellationToken cancellationToken) =>
        deliveries.TakeOverAsync(id, owner, cancellationToken);

    public Task ForgetAsync(SubscriptionId id, CancellationToken cancellationToken) => deliveries.ForgetAsync(id, Kept, cancellationToken);

    /// <summary>Makes one round.</summary>
    /// <param name="stop">Begins nothing new.</param>
    /// <param name="abandon">Gives up the calls that are under way; they will be made again.</param>
    public async Task<RoundResult> RunAsync(SubscriptionId id, Guid owner, CancellationToken stop, CancellationToken abandon)
    {
        var due = await deliveries.ReadDueAsync(id, time.GetUtcNow(), MaxSubjects, MaxOfSubject, stop);
        if (due is not { Subscription: { Status: SubscriptionStatus.Active } subscription })
        {
            return RoundResult.Ended;
        }

        var lanes = due.Deliveries
            .GroupBy(delivery => delivery.Subject)
            .ToDictionary(group => group.Key, group => SubjectLane.Of(group.Key, [.. group], hasMore: group.Count() == MaxOfSubject));
        var page = await ReadPageAsync(subscription, stop);
        var held = await SortAsync(subscription, page, lanes, stop);
        if (page.Count == 0 && lanes.Count == 0)
        {
            return RoundResult.Idle;
        }

        await AttachAsync(subscription.Account, lanes.Values, stop);
        var round = new DeliveryRound(subscription, secrets.Of(subscription, time.GetUtcNow()), poster, metrics, time);
        await Parallel.ForEachAsync(
            lanes.Values, new ParallelOptions { MaxDegreeOfParallelism = MaxAtOnce }, async (lane, _) => await round.RunAsync(lane, stop, abandon));
        foreach (var lane in held)
        {
            lane.Hold();
        }

        var to = page.Count > 0 ? page[^1].Cursor : subscription.Cursor;
        return await CommitAsync(round, owner, to, [.. lanes.Values, .. held], abandon) ? RoundResult.Progressed : RoundResult.Ended;
    }

    /// <summary>Posts an event of type <c>test</c>.</summary>
    public async Task<TestReply> TestAsync(AccountId account, SubscriptionId id)
    {
        if (await subscriptions.FindAsync(account, id) is not { } subscription)
        {
            return new(false, null, "There is no such subscription.", 0);
        }

        var now = time.GetUtcNow();
        var started = time.GetTimestamp();
        var test = new StoredEvent(EventCursor.Start, account, "test", "", "{}"u8.ToArray(), now);
        var result = await poster.PostAsync(
            new Uri(subscription.Url), secrets.Of(subscription, now), $"evt_test_{Guid.NewGuid():N}", EventJson.Body(test), CancellationToken.None);
        return new(result.IsSuccess, result.StatusCode, result.Error, (long)time.GetElapsedTime(started).TotalMilliseconds);
    }

    private async Task<IReadOnlyList<StoredEvent>> ReadPageAsync(Subscription subscription, CancellationToken cancellationToken)
    {
        var page = await events.ReadAsync(subscription.Account, subscription.Cursor, Page, cancellationToken);
        var isFull = page.Count > 0 && await deliveries.CountWaitingAsync(subscription.Id, MaxWaiting, cancellationToken) >= MaxWaiting;
        return isFull ? [] : page;
    }

    /// <summary>Puts the page's events into the lanes of their subjects; returns the lanes of those that wait for an earlier event.</summary>
    private async Task<IReadOnlyCollection<SubjectLane>> SortAsync(
        Subscription subscription, IReadOnlyList<StoredEvent> page, Dictionary<string, SubjectLane> lanes, CancellationToken cancellationToken)
    {
        var wanted = page.Where(@event => EventPatterns.Match(subscription.Events, @event.Type)).ToList();
        var others = wanted.Select(@event => @event.Subject).Where(subject => !lanes.ContainsKey(subject)).ToHashSet();
        var waiting = await deliveries.FindWaitingAsync(subscription.Id, others, cancellationToken);
        var held = waiting.ToDictionary(subject => subject, subject => new SubjectLane(subject));
        foreach (var @event in wanted)
        {
            if (!held.TryGetValue(@event.Subject, out var lane) && !lanes.TryGetValue(@event.Subject, out lane))
            {
                lanes[@event.Subject] = lane = new SubjectLane(@event.Subject);
            }

            lane.Add(@event);
        }

        return held.Values;
    }

    private async Task AttachAsync(AccountId account, IReadOnlyCollection<SubjectLane> lanes, CancellationToken cancellationToken)
    {
        foreach (var some in lanes.SelectMany(lane => lane.Missing.Select(cursor => (lane, cursor))).Chunk(Page))
        {
            var found = (await events.GetAsync(account, [.. some.Select(one => one.cursor)], cancellationToken)).ToDictionary(@event => @event.Cursor);
            foreach (var (lane, cursor) in some)
            {
                if (found.TryGetValue(cursor, out var @event))
                {
                    lane.Add(@event);
                }
            }
        }
    }

    // What was delivered is written down however long that takes: forgetting it would deliver it again.
    private async Task<bool> CommitAsync(
        DeliveryRound round, Guid owner, EventCursor to, IReadOnlyCollection<SubjectLane> lanes, CancellationToken abandon)
    {
        while (true)
        {
            try
            {
                await deadLetters.AddAsync([.. round.DeadLetters], abandon);
                await Failpoint.HitAsync("subscription.before_commit");
                var commit = round.Outcome(owner, to, lanes);
                var isMine = await deliveries.CommitAsync(commit, abandon);
                if (isMine && commit.Stopped is { } stopped)
                {
                    LogStopped(commit.Subscription, stopped);
                }

                return isMine;
            }
            catch (StorageUnavailableException)
            {
                await Task.Delay(s_commitPause, time, abandon);
            }
        }
    }

    [LoggerMessage(LogLevel.Warning, "Subscription {Subscription} is {Status}: nothing is delivered until it is resumed")]
    private partial void LogStopped(SubscriptionId subscription, SubscriptionStatus status);
}

/// <summary>How a round ended.</summary>
internal enum RoundResult
{
    /// <summary>There was something to do, and there may be more.</summary>
    Progressed,

    /// <summary>There was nothing to do.</summary>
    Idle,

    /// <summary>The subscription is not active any more, is gone, or another activation has it.</summary>
    Ended,
}
