using Mogambo.Accounts;
using Mogambo.Storage.Events;
using Mogambo.Storage.Subscriptions;
using Mogambo.Subscriptions;

namespace Mogambo.Storage.Tests.Subscriptions;

public abstract class SubscriptionTests(StoreFixture fixture)
{
    private static int s_accounts = 500;

    private readonly AccountId _account = new(Interlocked.Increment(ref s_accounts).ToString(System.Globalization.CultureInfo.InvariantCulture));

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    private ISubscriptions Subscriptions => fixture.Store.Subscriptions;

    private IDeliveries Deliveries => fixture.Store.Deliveries;

    [Fact]
    public async Task A_subscription_is_found_changed_rotated_and_removed_within_its_account()
    {
        var added = await AddAsync();

        Assert.Equivalent(added, await Subscriptions.FindAsync(_account, added.Id, Cancellation));
        Assert.Null(await Subscriptions.FindAsync(Some.Account, added.Id, Cancellation));
        Assert.False(await Subscriptions.ChangeAsync(Some.Account, added.Id, new("https://b", ["*"], null), Cancellation));
        Assert.True(await Subscriptions.ChangeAsync(_account, added.Id, new("https://b", ["a.b", "c.*"], "what\0for"), Cancellation));
        Assert.True(await Subscriptions.RotateAsync(_account, added.Id, [9], Some.Now, Cancellation));
        var changed = (await Subscriptions.FindAsync(_account, added.Id, Cancellation))!;
        Assert.Equal(("https://b", "what\uFFFDfor"), (changed.Url, changed.Description));
        Assert.Equal(["a.b", "c.*"], changed.Events);
        Assert.Equal([9], changed.Secret);
        Assert.Equal(added.Secret, changed.PreviousSecret);
        Assert.Equal(Some.Now, changed.PreviousSecretUntil);
        Assert.False(await Subscriptions.RemoveAsync(Some.Account, added.Id, Cancellation));
        Assert.True(await Subscriptions.RemoveAsync(_account, added.Id, Cancellation));
        Assert.Empty(await Subscriptions.ListAsync(_account, Cancellation));
    }

    [Fact]
    public async Task An_account_has_twenty_at_most()
    {
        for (var n = 0; n < Subscription.MaxPerAccount; n++)
        {
            Assert.True(await Subscriptions.AddAsync(New(), Cancellation));
        }

        Assert.False(await Subscriptions.AddAsync(New(), Cancellation));
        Assert.Equal(Subscription.MaxPerAccount, (await Subscriptions.ListAsync(_account, Cancellation)).Count);
    }

    [Fact]
    public async Task Configured_ones_keep_their_place_and_go_with_the_configuration()
    {
        var id = SubscriptionId.OfConfigured(_account, new Uri("https://a"));
        var configured = New() with { Id = id, Source = SubscriptionSource.Configuration, Secret = null };
        await Subscriptions.ConfigureAsync([configured], Cancellation);
        var owner = await OwnAsync(configured);
        Assert.True(await Deliveries.CommitAsync(Commit(configured, owner, new(0, 7)), Cancellation));
        await Subscriptions.ConfigureAsync([configured with { Events = ["message.*"], Cursor = new(0, 99) }], Cancellation);

        var again = (await Subscriptions.FindAsync(_account, id, Cancellation))!;
        Assert.Equal(new EventCursor(0, 7), again.Cursor);
        Assert.Equal(["message.*"], again.Events);
        Assert.False(await Subscriptions.ChangeAsync(_account, id, new("https://b", ["*"], null), Cancellation));
        Assert.False(await Subscriptions.RemoveAsync(_account, id, Cancellation));

        await Subscriptions.ConfigureAsync([], Cancellation);
        Assert.Null(await Subscriptions.FindAsync(_account, id, Cancellation));
    }

    [Fact]
    public async Task A_commit_of_a_former_owner_writes_nothing()
    {
        var subscription = await AddAsync();
        var former = await OwnAsync(subscription);
        var owner = await OwnAsync(subscription);

        Assert.False(await Deliveries.CommitAsync(Commit(subscription, former, new(0, 5), Waiting(1)), Cancellation));
        Assert.Equal(EventCursor.Start, (await Subscriptions.FindAsync(_account, subscription.Id, Cancellation))!.Cursor);
        Assert.Empty(await Deliveries.ListAsync(subscription.Id, 10, cancellationToken: Cancellation));

        Assert.True(await Deliveries.CommitAsync(Commit(subscription, owner, new(0, 5), Waiting(1)), Cancellation));
        Assert.Equal(new EventCursor(0, 5), (await Subscriptions.FindAsync(_account, subscription.Id, Cancellation))!.Cursor);
    }

    [Fact]
    public async Task A_replay_during_a_round_wins_over_the_rounds_progress_and_never_moves_forward()
    {
        var subscription = await AddAsync();
        var owner = await OwnAsync(subscription);
        await Deliveries.CommitAsync(Commit(subscription, owner, new(0, 5)), Cancellation);
        await Subscriptions.ReplayAsync(_account, subscription.Id, new(0, 9), Cancellation);
        var round = (await Subscriptions.FindAsync(_account, subscription.Id, Cancellation))!;
        await Subscriptions.ReplayAsync(_account, subscription.Id, new(0, 2), Cancellation);
        await Deliveries.CommitAsync(Commit(round, owner, new(0, 8)), Cancellation);

        Assert.Equal(new EventCursor(0, 5), round.Cursor);
        Assert.Equal(new EventCursor(0, 2), (await Subscriptions.FindAsync(_account, subscription.Id, Cancellation))!.Cursor);
    }

    [Fact]
    public async Task Due_are_subjects_with_all_their_deliveries_in_order()
    {
        var subscription = await AddAsync();
        var owner = await OwnAsync(subscription);
        var commit = Commit(subscription, owner, new(0, 9), Waiting(2, "a"), Waiting(3, "a"), Waiting(4, "b"), Waiting(6, "a"), Waiting(5, "c")) with
        {
            Tried = [Waiting(1, "a") with { Tries = 1, NextAt = Some.Now, LastError = "no" }, Waiting(7, "b") with { NextAt = Some.Now.AddSeconds(1) }],
        };
        await Deliveries.CommitAsync(commit, Cancellation);

        var now = (await Deliveries.ReadDueAsync(subscription.Id, Some.Now, 10, 3, Cancellation))!;
        var later = (await Deliveries.ReadDueAsync(subscription.Id, Some.Now.AddSeconds(1), 1, 10, Cancellation))!;
        var waiting = await Deliveries.FindWaitingAsync(subscription.Id, ["a", "b", "d"], Cancellation);

        Assert.Equal([1L, 2, 3], now.Deliveries.Select(delivery => delivery.Cursor.Number));
        Assert.Equal((1, "no"), (now.Deliveries[0].Tries, now.Deliveries[0].LastError));
        Assert.Equal([1L, 2, 3, 6], later.Deliveries.Select(delivery => delivery.Cursor.Number));
        Assert.Equal(["a", "b"], waiting.Order());
        Assert.Equal(7, await Deliveries.CountWaitingAsync(subscription.Id, 100, Cancellation));
        Assert.Equal(2, await Deliveries.CountWaitingAsync(subscription.Id, 2, Cancellation));
        Assert.Equal([7L, 6], (await Deliveries.ListAsync(subscription.Id, 2, cancellationToken: Cancellation)).Select(delivery => delivery.Cursor.Number));
        Assert.Equal([3L, 2, 1], (await Deliveries.ListAsync(subscription.Id, 9, new(0, 4), Cancellation)).Select(delivery => delivery.Cursor.Number));
    }

    [Fact]
    public async Task What_waits_is_not_reset_by_coming_again_and_the_next_of_a_subject_can_be_woken()
    {
        var subscription = await AddAsync();
        var owner = await OwnAsync(subscription);
        await Deliveries.CommitAsync(Commit(subscription, owner, new(0, 3), Waiting(2)) with { Tried = [Waiting(1) with { Tries = 3, NextAt = Some.Now.AddDays(1) }] }, Cancellation);
        var round = (await Subscriptions.FindAsync(_account, subscription.Id, Cancellation))!;
        await Deliveries.CommitAsync(Commit(round, owner, new(0, 3), Waiting(1)), Cancellation);
        Assert.Equal(3, (await Deliveries.ListAsync(subscription.Id, 9, new(0, 2), Cancellation))[0].Tries);

        await Deliveries.CommitAsync(
            Commit(round, owner, new(0, 3)) with { Tried = [Waiting(1) with { State = DeliveryState.Delivered }], Woken = ["subject"] }, Cancellation);

        var due = (await Deliveries.ReadDueAsync(subscription.Id, Some.Now, 10, 10, Cancellation))!;
        Assert.Equal([2L], due.Deliveries.Select(delivery => delivery.Cursor.Number));
        await Deliveries.ForgetAsync(subscription.Id, 0, Cancellation);
        Assert.Equal([2L], (await Deliveries.ListAsync(subscription.Id, 9, cancellationToken: Cancellation)).Select(delivery => delivery.Cursor.Number));
    }

    [Fact]
    public async Task A_stopped_one_is_resumed_with_all_its_tries()
    {
        var subscription = await AddAsync();
        var owner = await OwnAsync(subscription);
        var failed = Waiting(1) with { Tries = 9, FirstFailedAt = Some.Now.AddDays(-5), NextAt = Some.Now.AddDays(1) };
        await Deliveries.CommitAsync(
            Commit(subscription, owner, new(0, 1)) with { Tried = [failed], FailingSince = Some.Now, Stopped = SubscriptionStatus.Paused, Reason = "why" }, Cancellation);
        var paused = (await Subscriptions.FindAsync(_account, subscription.Id, Cancellation))!;

        Assert.True(await Subscriptions.ResumeAsync(_account, subscription.Id, Some.Now, Cancellation));

        var due = (await Deliveries.ReadDueAsync(subscription.Id, Some.Now, 10, 10, Cancellation))!;
        Assert.Equal((SubscriptionStatus.Paused, "why", Some.Now), (paused.Status, paused.Reason, paused.FailingSince));
        Assert.Equal((SubscriptionStatus.Active, null, null), (due.Subscription.Status, due.Subscription.Reason, due.Subscription.FailingSince));
        Assert.Equal((0, null), (due.Deliveries[0].Tries, due.Deliveries[0].FirstFailedAt));
    }

    private static Delivery Waiting(long number, string subject = "subject") => new(new EventCursor(0, number), subject, "message.received");

    private static DeliveryCommit Commit(Subscription subscription, Guid owner, EventCursor to, params Delivery[] waiting) => new()
    {
        Subscription = subscription.Id,
        Owner = owner,
        From = subscription.Cursor,
        To = to,
        Tried = [],
        Waiting = waiting,
        Woken = [],
        FailingSince = null,
        At = Some.Now,
    };

    private Subscription New() => new()
    {
        Id = SubscriptionId.New(Some.Now),
        Account = _account,
        Url = "https://a",
        Events = ["*"],
        Secret = [1, 2, 3],
        CreatedAt = Some.Now,
    };

    private async Task<Subscription> AddAsync()
    {
        var subscription = New();
        Assert.True(await Subscriptions.AddAsync(subscription, Cancellation));
        return subscription;
    }

    private async Task<Guid> OwnAsync(Subscription subscription)
    {
        var owner = Guid.NewGuid();
        Assert.True(await Deliveries.TakeOverAsync(subscription.Id, owner, Cancellation));
        return owner;
    }
}

public sealed class SqliteSubscriptionTests(SqliteFixture fixture) : SubscriptionTests(fixture), IClassFixture<SqliteFixture>;

public sealed class PostgreSqlSubscriptionTests(PostgreSqlFixture fixture) : SubscriptionTests(fixture), IClassFixture<PostgreSqlFixture>;
