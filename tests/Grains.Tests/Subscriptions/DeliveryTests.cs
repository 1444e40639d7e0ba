using Mogambo.Storage.DeadLetters;
using Mogambo.Storage.Events;
using Mogambo.Storage.Subscriptions;
using Mogambo.Subscriptions;

namespace Mogambo.Grains.Tests.Subscriptions;

public sealed class DeliveryTests : IAsyncLifetime
{
    private static readonly PostResult s_down = new(503, "The receiver answered 503.");

    private Subscriber _subscriber = null!;

    public async ValueTask InitializeAsync() => _subscriber = await Subscriber.StartAsync();

    public ValueTask DisposeAsync() => _subscriber.DisposeAsync();

    [Fact]
    public async Task A_receiver_that_was_down_for_a_day_gets_everything_in_order_for_each_conversation()
    {
        List<string> got = [];
        var isUp = false;
        _subscriber.Answer = id =>
        {
            lock (got)
            {
                if (isUp)
                {
                    got.Add(id);
                }

                return isUp ? new(200, null) : s_down;
            }
        };
        for (var n = 0; n < 600; n++)
        {
            _subscriber.Happens($"conversation {n % 20}");
        }

        await _subscriber.RunForAsync(TimeSpan.FromHours(24), TimeSpan.FromMinutes(10));
        isUp = true;
        _subscriber.Happens("conversation 0");
        await _subscriber.RunForAsync(TimeSpan.FromHours(24), TimeSpan.FromMinutes(10));

        var all = _subscriber.Events.All;
        Assert.Equal(all.Select(one => one.Id).Order(), got.Order());
        foreach (var conversation in all.GroupBy(one => one.Subject))
        {
            var ids = conversation.Select(one => one.Id).ToHashSet();
            Assert.Equal(conversation.Select(one => one.Id), got.Where(ids.Contains));
        }

        Assert.Equal(SubscriptionStatus.Active, (await _subscriber.ShowAsync()).Status);
        Assert.Equal(0, await _subscriber.Deliveries.CountWaitingAsync(_subscriber.Id, 1000));
    }

    [Fact]
    public async Task The_schedule_is_kept_to_the_second_for_five_days_then_there_is_a_dead_letter()
    {
        var failing = _subscriber.Happens("a");
        _subscriber.Answer = id => id == failing.Id ? s_down : new(200, null);
        var behind = _subscriber.Happens("a");
        var started = _subscriber.Time.GetUtcNow();
        TimeSpan[] pauses =
        [
            TimeSpan.Zero, TimeSpan.FromSeconds(5), TimeSpan.FromSeconds(30), TimeSpan.FromMinutes(2), TimeSpan.FromMinutes(10), TimeSpan.FromHours(1),
            TimeSpan.FromHours(3), TimeSpan.FromHours(6), TimeSpan.FromHours(12), TimeSpan.FromHours(24), TimeSpan.FromHours(24), TimeSpan.FromHours(24),
            TimeSpan.FromHours(24),
        ];
        var expected = pauses.Aggregate(new List<TimeSpan>(), (times, pause) => [.. times, (times.Count > 0 ? times[^1] : default) + pause])
            .Append(TimeSpan.FromDays(5));

        foreach (var at in expected)
        {
            // Another conversation gets through all the while, also just before the time has come.
            _subscriber.Time.SetUtcNow(at > TimeSpan.Zero ? started + at - TimeSpan.FromMilliseconds(1) : started);
            _subscriber.Happens("b");
            await _subscriber.RunAsync();
            _subscriber.Time.SetUtcNow(started + at);
            await _subscriber.RunAsync();
        }

        Assert.Equal(expected, _subscriber.Calls.Where(call => call.Id == failing.Id).Select(call => call.At - started));
        var letter = Assert.Single(await _subscriber.DeadLetters.ListAsync(Subscriber.Account, 10));
        Assert.Equal((DeadLetterKind.Event, "delivery-failed"), (letter.Kind, letter.Reason));
        Assert.True(EventLetter.TryRead(letter.Raw, out var subscription, out var cursor));
        Assert.Equal((_subscriber.Id, failing.Cursor), (subscription, cursor));
        Assert.Equal(started + TimeSpan.FromDays(5), Assert.Single(_subscriber.Calls, call => call.Id == behind.Id).At);
        Assert.Equal(SubscriptionStatus.Active, (await _subscriber.ShowAsync()).Status);

        _subscriber.Answer = _ => new(200, null);
        await _subscriber.Deliveries.RedeliverAsync(Subscriber.Account, subscription, failing, _subscriber.Time.GetUtcNow());
        await _subscriber.RunAsync();
        Assert.Equal(failing.Id, _subscriber.Calls[^1].Id);
    }

    [Fact]
    public async Task A_receiver_that_takes_nothing_for_five_days_is_paused_and_resumed_from_where_it_was()
    {
        _subscriber.Answer = _ => s_down;
        var first = _subscriber.Happens("a");
        var second = _subscriber.Happens("a");
        await _subscriber.RunForAsync(TimeSpan.FromDays(5) + TimeSpan.FromHours(1), TimeSpan.FromMinutes(30));
        var paused = await _subscriber.ShowAsync();
        var calls = _subscriber.Calls.Count;
        var third = _subscriber.Happens("a");
        await _subscriber.RunForAsync(TimeSpan.FromDays(3), TimeSpan.FromHours(1));

        Assert.Equal(SubscriptionStatus.Paused, paused.Status);
        Assert.Contains("5 days", paused.Reason, StringComparison.Ordinal);
        Assert.Equal(calls, _subscriber.Calls.Count);
        Assert.Empty(await _subscriber.DeadLetters.ListAsync(Subscriber.Account, 10));

        _subscriber.Answer = _ => new(200, null);
        await _subscriber.Subscriptions.ResumeAsync(Subscriber.Account, _subscriber.Id, _subscriber.Time.GetUtcNow());
        await _subscriber.RunAsync();
        Assert.Equal([first.Id, second.Id, third.Id], _subscriber.Calls.Skip(calls).Select(call => call.Id));
    }

    [Fact]
    public async Task A_failing_conversation_holds_back_itself_only()
    {
        _subscriber.Answer = id => _subscriber.Events.All.Single(one => one.Id == id).Subject == "bad" ? s_down : new(200, null);
        var bad = _subscriber.Happens("bad");
        _subscriber.Happens("bad");
        var good = Enumerable.Range(0, 5).Select(_ => _subscriber.Happens("good").Id).ToList();
        await _subscriber.RunAsync();
        _subscriber.Happens("bad");
        await _subscriber.RunAsync();

        Assert.Equal(good, _subscriber.Calls.Where(call => call.Id != bad.Id).Select(call => call.Id));
        Assert.Single(_subscriber.Calls, call => call.Id == bad.Id);
        Assert.Equal(_subscriber.Events.All[^1].Cursor, (await _subscriber.ShowAsync()).Cursor);
        Assert.Null((await _subscriber.ShowAsync()).FailingSince);
    }

    [Fact]
    public async Task After_410_it_is_disabled_and_nothing_more_is_posted()
    {
        _subscriber.Answer = _ => new(410, "The receiver answered 410: it wants no more events.");
        _subscriber.Happens("a");
        Assert.False(await _subscriber.RunAsync());
        _subscriber.Happens("b");
        await _subscriber.RunForAsync(TimeSpan.FromDays(2), TimeSpan.FromHours(6));

        var disabled = await _subscriber.ShowAsync();
        Assert.Equal(SubscriptionStatus.Disabled, disabled.Status);
        Assert.Contains("410", disabled.Reason, StringComparison.Ordinal);
        Assert.Single(_subscriber.Calls);
    }

    [Theory]
    [InlineData(60, 60)]
    [InlineData(1, 5)]
    [InlineData(1_000_000, 86_400)]
    public async Task Retry_After_takes_the_place_of_the_schedule_within_bounds(int asked, int granted)
    {
        _subscriber.Answer = _ => new(429, "The receiver answered 429.", TimeSpan.FromSeconds(asked));
        _subscriber.Happens("a");
        await _subscriber.RunAsync();

        var waiting = Assert.Single(await _subscriber.Deliveries.ListAsync(_subscriber.Id, 10));
        Assert.Equal(_subscriber.Time.GetUtcNow().AddSeconds(granted), waiting.NextAt);
    }

    [Fact]
    public async Task For_24_hours_after_a_rotation_both_secrets_sign()
    {
        var until = _subscriber.Time.GetUtcNow() + SubscriptionSecrets.Overlap;
        await _subscriber.Subscriptions.RotateAsync(Subscriber.Account, _subscriber.Id, _subscriber.Protect("whsec_second"), until);
        _subscriber.Happens("a");
        await _subscriber.RunAsync();
        _subscriber.Time.SetUtcNow(until);
        _subscriber.Happens("a");
        await _subscriber.RunAsync();

        Assert.Equal(["whsec_second", "whsec_first"], _subscriber.Calls[0].Secrets);
        Assert.Equal(["whsec_second"], _subscriber.Calls[1].Secrets);
    }

    [Fact]
    public async Task A_replay_brings_the_feed_again_with_the_same_ids_and_a_former_owner_stops()
    {
        var ids = Enumerable.Range(0, 3).Select(n => _subscriber.Happens($"subject {n}").Id).ToList();
        await _subscriber.RunAsync();
        await _subscriber.Subscriptions.ReplayAsync(Subscriber.Account, _subscriber.Id, new EventCursor(0, 1));
        await _subscriber.RunAsync();

        Assert.Equal([.. ids, ids[1], ids[2]], _subscriber.Calls.GroupBy(call => _subscriber.Calls.Take(3).Contains(call)).SelectMany(group => group.Select(call => call.Id).Order()));

        await _subscriber.Delivery.TakeOverAsync(_subscriber.Id, Guid.NewGuid(), CancellationToken.None);
        _subscriber.Happens("a");
        Assert.False(await _subscriber.RunAsync());
    }

    [Fact]
    public async Task More_than_one_page_of_a_subject_that_waited_goes_in_order()
    {
        _subscriber.Answer = _ => s_down;
        var ids = Enumerable.Range(0, 130).Select(_ => _subscriber.Happens("a").Id).ToList();
        await _subscriber.RunAsync();
        _subscriber.Answer = _ => new(200, null);
        _subscriber.Time.Advance(TimeSpan.FromSeconds(5));
        await _subscriber.RunAsync();

        Assert.Equal(ids, _subscriber.Calls.Skip(1).Select(call => call.Id));
    }

    [Fact]
    public async Task Only_what_the_patterns_match_is_delivered()
    {
        await using var subscriber = await Subscriber.StartAsync("template.*", EventType.MessageFailed);
        subscriber.Happens("a");
        var failed = subscriber.Happens("a", EventType.MessageFailed);
        var template = subscriber.Happens("b", EventType.TemplateStatus);
        await subscriber.RunAsync();

        Assert.Equal(new[] { failed.Id, template.Id }.Order(), subscriber.Calls.Select(call => call.Id).Order());
        Assert.Equal(template.Cursor, (await subscriber.ShowAsync()).Cursor);
    }
}
