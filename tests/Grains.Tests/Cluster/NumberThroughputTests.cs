using System.Collections.Concurrent;
using Mogambo.Accounts;
using Mogambo.Conversations;
using Mogambo.Numbers;
using Orleans.Storage;

namespace Mogambo.Grains.Tests.Cluster;

/// <summary>The throughput of one number over two processes of one cluster, with the grain that shares it between them.</summary>
public abstract class NumberThroughputTests(GrainCluster cluster)
{
    private const int Limit = 80;

    private static readonly TimeSpan s_step = TimeSpan.FromMilliseconds(10);

    [Fact]
    public async Task Two_processes_together_keep_to_the_rate_and_use_it()
    {
        var number = Number();
        var taken = new ConcurrentQueue<double>();
        Process[] processes = [new(cluster, number, taken), new(cluster, number, taken)];
        foreach (var process in processes)
        {
            process.Begin(100);
        }

        await cluster.UntilAsync("both send", () => processes.All(process => process.Taken > 50), s_step);
        var from = processes[0].Now;
        await cluster.UntilAsync("they have sent for ten seconds", () => processes[0].Now > from + 10, s_step);

        var times = taken.ToArray();
        Assert.All(times, time => Assert.InRange(times.Count(other => other >= time && other < time + 1), 0, Limit * 1.1));
        Assert.InRange(times.Count(time => time >= from && time < from + 10), 10 * Limit * 0.85, 10 * Limit * 1.1);
        Assert.All(processes, process => Assert.InRange(process.Taken, 200, int.MaxValue));
    }

    [Fact]
    public async Task What_a_process_that_dies_held_goes_to_the_other_without_ever_being_used_twice()
    {
        var number = Number();
        var taken = new ConcurrentQueue<double>();
        Process dying = new(cluster, number, taken), living = new(cluster, number, taken);
        dying.Begin(100);
        living.Begin(100);
        await cluster.UntilAsync("both send", () => dying.Taken > 50 && living.Taken > 50, s_step);

        dying.IsDead = true;
        var died = living.Now;
        await cluster.UntilAsync("the other has all of it for two seconds", () => living.Now > died + 8, s_step);

        var times = taken.ToArray();
        Assert.All(times, time => Assert.InRange(times.Count(other => other >= time && other < time + 1), 0, Limit * 1.1));
        Assert.InRange(times.Count(time => time >= died + 6 && time < died + 8), 2 * Limit * 0.8, 2 * Limit * 1.1);
    }

    [Fact]
    public async Task A_grain_that_moves_grants_nothing_while_what_it_granted_before_may_be_in_use()
    {
        var number = Number();
        var grain = cluster.Grains.PhoneNumber(number);
        var before = await grain.LeaseAsync(new(Guid.NewGuid(), 80, 0));
        await cluster.DropAsync(grain);

        var after = await grain.LeaseAsync(new(Guid.NewGuid(), 80, 0));
        Assert.Equal(0, after.MessagesPerSecond);
        cluster.Time.Advance(before.Length);
        var later = await grain.LeaseAsync(new(Guid.NewGuid(), 80, 0));

        Assert.Equal(Limit, before.MessagesPerSecond);
        Assert.InRange(after.AskAgainAfter, TimeSpan.FromMilliseconds(1), before.Length);
        Assert.Equal(Limit, later.MessagesPerSecond);
    }

    [Fact]
    public async Task Two_activations_of_one_number_never_grant_more_than_it_has()
    {
        await using var another = await cluster.StartAnotherAsync();
        var number = Number();
        (IPhoneNumberGrain Grain, Guid Process)[] sides =
            [(cluster.Grains.PhoneNumber(number), Guid.NewGuid()), (another.Client.PhoneNumber(number), Guid.NewGuid())];
        var granted = new List<(int Side, double Rate, DateTimeOffset From, DateTimeOffset Until)>();

        for (var second = 0; second < 60; second++)
        {
            // The first goes quiet for a while, as a process that is stopped.
            foreach (var (side, (grain, process)) in sides.Index().Where(one => one.Index == 1 || second is < 15 or > 40))
            {
                if (await LeaseAsync(grain, process) is { Id: > 0 } lease)
                {
                    granted.Add((side, lease.MessagesPerSecond, cluster.Time.GetUtcNow(), cluster.Time.GetUtcNow() + lease.Length));
                }
            }

            cluster.Time.Advance(TimeSpan.FromSeconds(1));
        }

        Assert.Equal(2, granted.Select(lease => lease.Side).Distinct().Count());
        Assert.DoesNotContain(granted, lease => granted.Any(other => other.Side != lease.Side && other.From < lease.Until && lease.From < other.Until));
    }

    private static async Task<ThroughputLease> LeaseAsync(IPhoneNumberGrain grain, Guid process)
    {
        try
        {
            return await grain.LeaseAsync(new(process, Limit, 0));
        }
        catch (InconsistentStateException)
        {
            return default;
        }
    }

    [Fact]
    public void A_number_without_a_limit_asks_nobody()
    {
        var account = new AccountOptions { Id = "9" };
        account.Numbers.Add(new() { PhoneNumberId = "9000", MessagesPerSecond = 0 });
        var number = new AccountDirectory([account]).All[0].Numbers[0];

        Assert.True(new NumberThroughput(null!, new ProcessLifetime(), cluster.Service<TurnGate>(), cluster.Time) { WakeAsync = _ => Task.CompletedTask }.TryTake(number, new(number.Id, Some.User())));
    }

    private BusinessNumber Number() =>
        TestAccounts.Directory.TryGetNumber(cluster.NewNumber(), out var number) ? number : throw new InvalidOperationException("No number is left.");

    /// <summary>A process whose conversations always have another message.</summary>
    private sealed class Process
    {
        private readonly GrainCluster _cluster;
        private readonly BusinessNumber _number;
        private readonly ConcurrentQueue<double> _times;
        private readonly NumberThroughput _throughput;
        private int _taken;

        public Process(GrainCluster cluster, BusinessNumber number, ConcurrentQueue<double> times)
        {
            (_cluster, _number, _times) = (cluster, number, times);
            _throughput = new(cluster.Grains, new ProcessLifetime(), cluster.Service<TurnGate>(), cluster.Time) { WakeAsync = WakeAsync };
        }

        public bool IsDead { get; set; }

        public int Taken => _taken;

        public double Now => _cluster.Time.GetUtcNow().ToUnixTimeMilliseconds() / 1000.0;

        public void Begin(int conversations)
        {
            for (var n = 0; n < conversations; n++)
            {
                Take(new(_number.Id, Some.User()));
            }
        }

        private Task WakeAsync(ConversationId conversation)
        {
            if (IsDead)
            {
                return Task.CompletedTask;
            }

            Take(conversation);
            _throughput.TryTake(_number, conversation);
            return Task.CompletedTask;
        }

        private void Take(ConversationId conversation)
        {
            if (_throughput.TryTake(_number, conversation))
            {
                Interlocked.Increment(ref _taken);
                _times.Enqueue(Now);
            }
        }
    }
}

[Collection(nameof(SqliteClusterTests))]
public sealed class SqliteNumberThroughputTests(SqliteCluster cluster) : NumberThroughputTests(cluster);
