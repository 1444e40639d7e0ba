using Mogambo.Storage.Clock;

namespace Mogambo.Storage.Tests.Clock;

public sealed class StorageClockTests
{
    [Fact]
    public async Task It_goes_on_from_the_last_sample()
    {
        var clock = new StorageClock();
        var before = clock.GetUtcNow();

        await clock.SampleAsync(_ => Task.FromResult(Some.Now), TestContext.Current.CancellationToken);
        var first = clock.GetUtcNow();
        var second = clock.GetUtcNow();

        Assert.InRange((before - TimeProvider.System.GetUtcNow()).Duration(), TimeSpan.Zero, TimeSpan.FromSeconds(5));
        Assert.InRange(first - Some.Now, TimeSpan.Zero, TimeSpan.FromSeconds(5));
        Assert.True(second >= first);
    }
}
