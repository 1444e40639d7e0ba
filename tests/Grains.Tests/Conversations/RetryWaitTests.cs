using Mogambo.Conversations;
using Mogambo.Messages;

namespace Mogambo.Grains.Tests.Conversations;

public sealed class RetryWaitTests
{
    private static readonly MessageId Message = MessageId.NewOutbound(DateTimeOffset.UnixEpoch);

    [Theory]
    [InlineData(SendRemedy.WaitForPair, 1, 4)]
    [InlineData(SendRemedy.WaitForPair, 3, 64)]
    [InlineData(SendRemedy.WaitForPair, 25, 7_200)]
    [InlineData(SendRemedy.WaitMinutes, 0, 60)]
    [InlineData(SendRemedy.WaitMinutes, 2, 240)]
    [InlineData(SendRemedy.WaitMinutes, 25, 3_600)]
    [InlineData(SendRemedy.HoldForTemplate, 0, 60)]
    [InlineData(SendRemedy.HoldForTemplate, 1, 240)]
    [InlineData(SendRemedy.HoldForTemplate, 25, 3_600)]
    public void Waits_grow_up_to_a_limit(SendRemedy remedy, int waits, int seconds) =>
        Assert.Equal(TimeSpan.FromSeconds(seconds), After(remedy, waits).Delay);

    [Theory]
    [InlineData(0, 1)]
    [InlineData(3, 8)]
    [InlineData(25, 300)]
    public void A_back_off_is_up_to_a_quarter_longer(int waits, int seconds) =>
        Assert.InRange(After(SendRemedy.BackOff, waits).Delay.TotalSeconds, seconds, seconds * 1.25);

    [Fact]
    public void What_WhatsApp_says_counts() =>
        Assert.Equal(TimeSpan.FromSeconds(7), RetryWait.After(Some.Refusal(SendRemedy.BackOff) with { RetryAfter = TimeSpan.FromSeconds(7) }, 3, 1, Message)!.Value.Delay);

    [Fact]
    public void The_last_attempt_is_the_last() =>
        Assert.Null(RetryWait.After(Some.Refusal(SendRemedy.BackOff), 0, AttemptId.MaxNumber, Message));

    private static RetryWait After(SendRemedy remedy, int waits) => RetryWait.After(Some.Refusal(remedy), waits, 1, Message)!.Value;
}
