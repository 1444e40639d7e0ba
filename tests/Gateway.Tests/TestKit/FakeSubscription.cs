using Mogambo.Subscriptions;

namespace Mogambo.Gateway.Tests.TestKit;

/// <summary>The grain of any subscription: takes every call.</summary>
public sealed class FakeSubscription : ISubscriptionGrain
{
    private int _wakes;

    public int Wakes => _wakes;

    public TestReply Reply { get; set; } = new(true, 204, null, 12);

    public Task WakeAsync()
    {
        Interlocked.Increment(ref _wakes);
        return Task.CompletedTask;
    }

    public Task<TestReply> TestAsync() => Task.FromResult(Reply);
}
