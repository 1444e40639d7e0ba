using System.Globalization;
using Mogambo.Conversations;
using Mogambo.Numbers;

namespace Mogambo.Grains.Tests.Numbers;

public sealed class NumberBucketTests
{
    private static readonly ThroughputLease s_eighty = new(1, 80, TimeSpan.FromSeconds(3), TimeSpan.FromSeconds(1));

    private readonly NumberBucket _bucket = new();

    [Fact]
    public void Without_a_lease_nothing_is_taken()
    {
        Assert.False(_bucket.TryTake(Conversation(1), 0));
        Assert.False(_bucket.TryNext(100, out _));
        Assert.Equal(1, _bucket.Waiting);
    }

    [Theory]
    [InlineData(80)]
    [InlineData(1000)]
    [InlineData(20)]
    public void Under_pressure_no_second_holds_more_than_110_percent_and_the_whole_at_least_90(double rate)
    {
        var taken = Pump(rate, seconds: 20, (conversation, now) => Assert.True(_bucket.TryTake(conversation, now)));

        Assert.All(taken, time => Assert.InRange(taken.Count(other => other >= time && other < time + 1), 0, (rate * 1.1) + 1));
        Assert.InRange(taken.Count, 20 * rate * 0.9, 20 * rate * 1.1);
    }

    [Fact]
    public void A_stall_of_those_who_were_woken_does_not_come_back_as_a_burst()
    {
        List<(ConversationId Conversation, double At)> stalled = [];
        List<double> taken = [];
        Pump(80, seconds: 10, (conversation, now) =>
        {
            // For two of ten seconds nobody comes for the place that is kept.
            if (now is > 4 and < 6)
            {
                stalled.Add((conversation, now));
                return;
            }

            stalled.ForEach(late => taken.AddRange(_bucket.TryTake(late.Conversation, now) ? [now] : []));
            stalled.Clear();
            taken.AddRange(_bucket.TryTake(conversation, now) ? [now] : []);
        });

        Assert.All(taken, time => Assert.InRange(taken.Count(other => other >= time && other < time + 1), 0, 88));
    }

    [Fact]
    public void Who_waits_is_woken_in_order_and_stands_in_the_queue_once()
    {
        _bucket.TryTake(Conversation(1), 0);
        _bucket.TryTake(Conversation(2), 0);
        _bucket.TryTake(Conversation(1), 0);
        _bucket.Apply(s_eighty, 0, 0);

        Assert.True(_bucket.TryNext(1, out var first));
        Assert.True(_bucket.TryNext(1, out var second));
        Assert.False(_bucket.TryNext(1, out _));
        Assert.Equal([Conversation(1), Conversation(2)], [first, second]);
    }

    [Fact]
    public void A_place_is_kept_for_who_was_woken_and_nobody_passes_the_queue()
    {
        _bucket.TryTake(Conversation(1), 0);
        _bucket.TryTake(Conversation(2), 0);
        _bucket.Apply(s_eighty, 0, 0);
        Assert.True(_bucket.TryNext(0, out _));

        Assert.False(_bucket.TryTake(Conversation(3), 1));
        Assert.True(_bucket.TryTake(Conversation(1), 1));
        Assert.False(_bucket.TryTake(Conversation(1), 1));
        Assert.Equal(3, _bucket.Waiting);
    }

    [Fact]
    public void A_place_that_nobody_takes_lapses()
    {
        _bucket.TryTake(Conversation(1), 0);
        _bucket.Apply(s_eighty with { Length = TimeSpan.FromMinutes(1) }, 0, 0);
        Assert.True(_bucket.TryNext(0, out var woken));
        Assert.False(_bucket.TryNext(6, out _));

        // The place is gone, and with nobody waiting it takes a token as anybody does.
        Assert.True(_bucket.TryTake(woken, 6));
        Assert.Equal(0, _bucket.Waiting);
    }

    [Fact]
    public void A_place_given_up_goes_to_the_next()
    {
        _bucket.TryTake(Conversation(1), 0);
        _bucket.TryTake(Conversation(2), 0);
        _bucket.Apply(s_eighty, 0, 0);
        Assert.True(_bucket.TryNext(0, out var first));
        Assert.False(_bucket.TryNext(0, out _));

        _bucket.GiveUpPlace(first, 0);

        Assert.True(_bucket.TryNext(0, out var second));
        Assert.Equal(Conversation(2), second);
    }

    [Fact]
    public void Nothing_outlives_the_lease()
    {
        _bucket.Apply(s_eighty, askedAt: 0, now: 0.5);

        Assert.True(_bucket.TryTake(Conversation(1), 2.9));
        Assert.False(_bucket.TryTake(Conversation(2), 3));
    }

    [Fact]
    public void A_small_lease_lets_one_message_through_at_a_time()
    {
        _bucket.Apply(s_eighty with { MessagesPerSecond = 0.5, Length = TimeSpan.FromMinutes(1) }, 0, 0);

        Assert.True(_bucket.TryTake(Conversation(1), 0));
        Assert.False(_bucket.TryTake(Conversation(2), 1));
        Assert.True(_bucket.TryNext(2.2, out _));
    }

    /// <summary>Two hundred conversations, each always with another message; the times of what was taken.</summary>
    private List<double> Pump(double rate, int seconds, Action<ConversationId, double> onWoken)
    {
        List<double> taken = [];
        for (var n = 0; n < 200; n++)
        {
            _bucket.TryTake(Conversation(n), 0);
        }

        for (var step = 0; step < seconds * 500; step++)
        {
            var now = step / 500.0;
            if (step % 500 == 0)
            {
                _bucket.Apply(new(step + 1, rate, TimeSpan.FromSeconds(3), TimeSpan.FromSeconds(1)), now, now);
            }

            while (_bucket.TryNext(now, out var conversation))
            {
                onWoken(conversation, now);
                taken.Add(now);
                _bucket.TryTake(conversation, now);
            }
        }

        return taken;
    }

    private static ConversationId Conversation(int n) => new(new("1000"), UserId.Parse((15550000000 + n).ToString(CultureInfo.InvariantCulture)));
}
