using System.Diagnostics;
using Mogambo.Faults.Network;
using Mogambo.Faults.Scenarios;
using Mogambo.PostgresServer;

namespace Mogambo.Faults.Run;

/// <summary>The faults of a run, in an order that the seed decides, each on what is under way.</summary>
internal sealed class Schedule(RunCluster cluster, TextWriter output)
{
    private static readonly TimeSpan s_patience = TimeSpan.FromSeconds(60);

    private readonly RunOptions _options = cluster.Options;
    private readonly Random _random = new(cluster.Options.Seed + 1);
    private int _restarts;
    private int _partitions;

    /// <summary>When processes were killed, by the witness's clock.</summary>
    public List<DateTimeOffset> Kills { get; } = [];

    /// <summary>When processes were stopped.</summary>
    public List<DateTimeOffset> Freezes { get; } = [];

    /// <summary>From a stop until the others took the process for dead; those that they did not are missing.</summary>
    public List<TimeSpan> GivenUp { get; } = [];

    /// <summary>What processes ended with that were told to stop.</summary>
    public List<int> ExitCodes { get; } = [];

    /// <summary>From the database's return until every process is ready.</summary>
    public List<TimeSpan> DatabaseRecoveries { get; } = [];

    /// <summary>While this is true the cluster is harmed, or was a minute ago.</summary>
    public bool IsHarmed => Stopwatch.GetElapsedTime(Interlocked.Read(ref _healedAt)) < TimeSpan.FromSeconds(60) || _isHarming;

    private long _healedAt = Stopwatch.GetTimestamp();
    private volatile bool _isHarming;

    public async Task RunAsync()
    {
        Func<Task>[] faults =
        [
            .. Enumerable.Repeat(KillAsync, _options.Kills),
            .. Enumerable.Repeat(FreezeAsync, _options.Zombies),
            .. Enumerable.Repeat(RestartDatabaseAsync, _options.DatabaseRestarts),
            .. Enumerable.Repeat(PartitionAsync, _options.Partitions),
            .. Enumerable.Repeat(DatabaseOutageAsync, _options.DatabaseOutages),
            .. Enumerable.Repeat(SubscriberOutageAsync, _options.SubscriberOutages),
            .. Enumerable.Repeat(StormAsync, _options.Storms),
            .. Enumerable.Repeat(FailPowerAsync, _options.PowerFailures),
            .. Enumerable.Repeat(RestartOneByOneAsync, _options.RollingRestarts),
        ];
        _random.Shuffle(faults);
        foreach (var fault in faults)
        {
            await Task.Delay(_options.Pause);
            _isHarming = true;
            await fault();
            Interlocked.Exchange(ref _healedAt, Stopwatch.GetTimestamp());
            _isHarming = false;
        }
    }

    /// <summary>kill -9 of any process; of five kills four strike a silo.</summary>
    private async Task KillAsync()
    {
        var node = _random.Next(5) == 0 ? cluster.Gateways[_random.Next(cluster.Gateways.Count)] : AnySilo();
        var inFlight = await SomethingInFlightAsync();
        Say($"kill -9 {node.Name}, in flight: {inFlight}");
        using (cluster.Log.Begin("kill", node.Name, inFlight))
        {
            Kills.Add(TimeProvider.System.GetUtcNow());
            await node.KillAsync();
        }

        await BackAsync();
    }

    /// <summary>A process stands still until the others have given it up, and then goes on as if nothing had been.</summary>
    private async Task FreezeAsync()
    {
        var node = AnySilo();
        var inFlight = await SomethingInFlightAsync();
        Say($"freeze {node.Name} for {_options.Frozen.TotalSeconds} s, in flight: {inFlight}");
        using (cluster.Log.Begin("stop", node.Name, inFlight))
        {
            Freezes.Add(TimeProvider.System.GetUtcNow());
            await node.FreezeAsync();
            await GivenUpAsync(node);
            await node.ThawAsync();
        }

        await BackAsync();
    }

    private async Task RestartDatabaseAsync()
    {
        var how = _restarts++ % 5;
        var inFlight = await SomethingInFlightAsync();
        Say($"PostgreSQL: {(how is 0 or 3 ? "immediate restart" : how == 4 ? "kill -9" : "restart")}, in flight: {inFlight}");
        using (cluster.Log.Begin(how == 4 ? "pg_kill" : "pg_restart", "postgres", inFlight))
        {
            if (how == 4)
            {
                await cluster.Postgres.KillAsync();
                await cluster.Postgres.StartAsync();
            }
            else
            {
                await cluster.Postgres.RestartAsync(how is 0 or 3 ? StopMode.Immediate : StopMode.Fast);
            }
        }

        var back = Stopwatch.GetTimestamp();
        await BackAsync();
        DatabaseRecoveries.Add(Stopwatch.GetElapsedTime(back));
    }

    private async Task PartitionAsync()
    {
        var (one, other) = (cluster.Silos[_partitions % cluster.Silos.Count].Name, cluster.Silos[(_partitions + 1) % cluster.Silos.Count].Name);
        var isOneWay = _partitions++ % 2 == 1;
        Say($"cut {one} {(isOneWay ? "→" : "↔")} {other}");
        using (cluster.Log.Begin("partition", $"{one} {other}", await cluster.InFlightAsync()))
        {
            if (isOneWay)
            {
                cluster.Links.CutOneWay(one, other);
            }
            else
            {
                cluster.Links.Cut(one, other);
            }

            await Task.Delay(_options.Away);
            cluster.Links.Heal();
        }

        await BackAsync();
    }

    private async Task DatabaseOutageAsync()
    {
        Say("the database is away");
        using (cluster.Log.Begin("pg_outage", "postgres", await SomethingInFlightAsync()))
        {
            foreach (var node in cluster.Nodes)
            {
                node.Database.Set(LinkFault.Refused);
            }

            await Task.Delay(_options.Away);
            foreach (var node in cluster.Nodes)
            {
                node.Database.Set(LinkFault.None);
            }
        }

        var back = Stopwatch.GetTimestamp();
        await BackAsync();
        DatabaseRecoveries.Add(Stopwatch.GetElapsedTime(back));
    }

    private async Task SubscriberOutageAsync()
    {
        Say("subscribers answer 503");
        using (cluster.Log.Begin("subscribers", "witness", await cluster.InFlightAsync()))
        {
            cluster.Witness.SubscribersAreDown = true;
            await Task.Delay(_options.Away);
            cluster.Witness.SubscribersAreDown = false;
        }
    }

    private async Task StormAsync()
    {
        Say("restart storm: every silo is killed every five seconds");
        using (cluster.Log.Begin("storm", "silos", await cluster.InFlightAsync()))
        {
            var started = Stopwatch.GetTimestamp();
            while (Stopwatch.GetElapsedTime(started) < _options.Away)
            {
                foreach (var silo in cluster.Silos.Where(silo => silo.Id is not null))
                {
                    await silo.KillAsync();
                }

                await Task.Delay(TimeSpan.FromSeconds(5));
            }
        }

        await BackAsync();
    }

    private async Task FailPowerAsync()
    {
        var inFlight = await SomethingInFlightAsync();
        Say($"everything is killed, in flight: {inFlight}");
        using (cluster.Log.Begin("kill", "everything", inFlight))
        using (cluster.Log.Begin("pg_kill", "postgres"))
        {
            await Task.WhenAll(cluster.Nodes.Where(node => node.Id is not null).Select(node => node.KillAsync()).Append(cluster.Postgres.KillAsync()));
            await Task.Delay(TimeSpan.FromSeconds(_random.Next(1, 6)));
            await cluster.Postgres.StartAsync();
        }

        await BackAsync();
    }

    private async Task RestartOneByOneAsync()
    {
        Say("every process is stopped and started again, one after the other");
        using (cluster.Log.Begin("restart", "all", await SomethingInFlightAsync()))
        {
            foreach (var node in cluster.Nodes)
            {
                ExitCodes.Add(await node.StopAsync());
                await node.ReadyAsync();
            }
        }

        Say($"  they ended with {string.Join(", ", ExitCodes)}");
    }

    /// <summary>Waits as long as a process is to stand still, and notes when the others gave it up.</summary>
    private async Task GivenUpAsync(Node node)
    {
        var started = Stopwatch.GetTimestamp();
        using var poll = new PeriodicTimer(TimeSpan.FromMilliseconds(500));
        var isGivenUp = false;
        while (Stopwatch.GetElapsedTime(started) < _options.Frozen)
        {
            await poll.WaitForNextTickAsync();
            if (!isGivenUp && await cluster.CountAsync($"select count(*) from cluster_member where port = {node.SiloPort} and status < 6") == 0)
            {
                isGivenUp = true;
                GivenUp.Add(Stopwatch.GetElapsedTime(started));
                Say($"  given up after {GivenUp[^1].TotalSeconds:0.0} s");
            }
        }
    }

    private async Task BackAsync()
    {
        var started = Stopwatch.GetTimestamp();
        await cluster.ReadyAsync();
        Say($"  all are ready after {Stopwatch.GetElapsedTime(started).TotalSeconds:0.0} s");
    }

    private async Task<Nemesis.InFlight> SomethingInFlightAsync()
    {
        var inFlight = await cluster.InFlightAsync();
        await Await.TrueAsync("something is under way", async () => !(inFlight = await cluster.InFlightAsync()).IsNothing, s_patience);
        return inFlight;
    }

    private Node AnySilo() => cluster.Silos[_random.Next(cluster.Silos.Count)];

    private void Say(string what) => output.WriteLine($"{TimeProvider.System.GetUtcNow():HH:mm:ss} {what}");
}
