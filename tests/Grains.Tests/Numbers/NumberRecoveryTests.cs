using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Time.Testing;
using Mogambo.Accounts;
using Mogambo.Conversations;
using Mogambo.Messages;
using Mogambo.Numbers;

namespace Mogambo.Grains.Tests.Numbers;

public sealed class NumberRecoveryTests
{
    private static readonly PhoneNumberId Number = PhoneNumberId.Parse("106540352242922");
    private static readonly SendOutcome Taken = new SendOutcome.Accepted("wamid.1");
    private static readonly SendOutcome Down = Some.Refusal(SendRemedy.BackOff, 131016);

    private readonly FakeTimeProvider _time = new();
    private readonly List<(PhoneNumberId Number, TimeSpan Within)> _released = [];
    private readonly NumberRecovery _recovery;

    public NumberRecoveryTests() => _recovery = new(
        (number, _, within) =>
        {
            _released.Add((number, within));
            return Task.CompletedTask;
        },
        _time,
        NullLogger<NumberRecovery>.Instance);

    [Fact]
    public void What_was_refused_is_released_by_the_first_that_is_taken()
    {
        Observe(Down, NumberRecovery.MinRefusals);
        Assert.Empty(_released);

        Observe(Taken, 3);

        Assert.Equal([(Number, RetryWait.LongestBackOff)], _released);
    }

    [Fact]
    public void Another_number_says_nothing()
    {
        Observe(Down, NumberRecovery.MinRefusals);

        _recovery.Observe(PhoneNumberId.Parse("106540352242923"), Taken);

        Assert.Empty(_released);
    }

    [Fact]
    public void A_bad_moment_is_no_outage()
    {
        for (var round = 0; round < 3; round++)
        {
            Observe(Down, NumberRecovery.MinRefusals - 1);
            Observe(Taken, 1);
        }

        Assert.Empty(_released);
    }

    [Fact]
    public void Who_was_too_fast_or_is_told_when_to_come_again_waits()
    {
        Observe(Some.Refusal(SendRemedy.BackOff, 130429), 100);
        Observe(Some.Refusal(SendRemedy.BackOff, 2) with { RetryAfter = TimeSpan.FromSeconds(9) }, 100);
        Observe(Some.Refusal(SendRemedy.WaitForPair, 131056), 100);
        Observe(new SendOutcome.Unknown("reset"), 100);

        Observe(Taken, 1);

        Assert.Empty(_released);
    }

    [Fact]
    public void A_number_that_comes_and_goes_is_released_once_in_a_while()
    {
        Flap();
        Flap();
        Assert.Single(_released);

        _time.Advance(NumberRecovery.AtMostEvery);
        Flap();

        Assert.Equal(2, _released.Count);

        void Flap()
        {
            Observe(Down, NumberRecovery.MinRefusals);
            Observe(Taken, 1);
        }
    }

    private void Observe(SendOutcome outcome, int times)
    {
        for (var time = 0; time < times; time++)
        {
            _recovery.Observe(Number, outcome);
        }
    }
}
