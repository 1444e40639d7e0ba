using CsCheck;
using Mogambo.Numbers;

namespace Mogambo.Grains.Tests.Numbers;

public sealed class ThroughputSharesTests
{
    private static readonly Guid s_first = Guid.NewGuid();
    private static readonly Guid s_second = Guid.NewGuid();

    private readonly ThroughputShares _shares = new(80);

    [Fact]
    public void A_process_alone_gets_everything() => Assert.Equal(80, Ask(s_first, 1, 0, 0).MessagesPerSecond);

    [Fact]
    public void What_the_first_may_still_use_is_not_given_to_the_second()
    {
        var first = Ask(s_first, 80, 0, 0);

        Assert.Equal(0, Ask(s_second, 80, 0, 0).MessagesPerSecond);

        // It is told of less, but has not yet said that it heard.
        var less = Ask(s_first, 80, first.Id, 1);
        Assert.Equal(40, less.MessagesPerSecond);
        Assert.Equal(0, Ask(s_second, 80, 0, 1).MessagesPerSecond);

        Ask(s_first, 80, less.Id, 2);
        Assert.Equal(40, Ask(s_second, 80, 0, 2).MessagesPerSecond);
    }

    [Fact]
    public void The_share_of_a_process_that_died_is_given_away_when_its_lease_has_run_out()
    {
        Ask(s_first, 80, 0, 0);

        Assert.Equal(0, Ask(s_second, 80, 0, 2.9).MessagesPerSecond);
        Assert.Equal(80, Ask(s_second, 80, 0, 3).MessagesPerSecond);
    }

    [Fact]
    public void Who_wants_little_gets_it_and_the_rest_goes_to_who_wants_much()
    {
        var busy = Ask(s_first, 500, 0, 0);
        var idle = Ask(s_second, 10, 0, 0);
        busy = Ask(s_first, 500, busy.Id, 1);
        Ask(s_first, 500, busy.Id, 1.5);

        idle = Ask(s_second, 10, idle.Id, 2);

        Assert.Equal(70, busy.MessagesPerSecond);
        Assert.Equal(10, idle.MessagesPerSecond);
    }

    /// <summary>Whatever is asked, lost on the way or held on to: what processes may use never adds up to more than the limit.</summary>
    [Fact]
    public void What_is_in_use_never_exceeds_the_limit() =>
        Gen.Select(Gen.Int[0, 4], Gen.Double[0, 200], Gen.Double[0, 1.5], Gen.Bool).List[1, 200].Sample(steps =>
        {
            var shares = new ThroughputShares(80);
            var processes = Enumerable.Range(0, 5).Select(_ => (Id: Guid.NewGuid(), Lease: default(ThroughputLease), AskedAt: 0.0)).ToArray();
            var now = 0.0;
            foreach (var (index, wanted, pause, isLost) in steps)
            {
                now += pause;
                var process = processes[index];
                var lease = shares.Lease(new(process.Id, wanted, process.Lease.Id), At(now));
                if (!isLost)
                {
                    processes[index] = (process.Id, lease, now);
                }

                var inUse = processes.Where(one => now < one.AskedAt + one.Lease.Length.TotalSeconds).Sum(one => one.Lease.MessagesPerSecond);
                Assert.InRange(inUse, 0, 80 + 1e-6);
            }
        });

    private ThroughputLease Ask(Guid process, double wanted, long holding, double at) => _shares.Lease(new(process, wanted, holding), At(at));

    private static DateTimeOffset At(double seconds) => Some.Noon.AddSeconds(seconds);
}
