using System.Diagnostics;
using Mogambo.Bench.Instance;
using Mogambo.Bench.Load;
using Mogambo.Bench.Machine;

namespace Mogambo.Bench.Scenarios;

/// <summary>One subject in one scenario: started and warmed up once, then loaded, drained and held against its ledger as often as it is asked.</summary>
internal sealed class ScenarioRun : IAsyncDisposable
{
    /// <summary>The points of the latency's curve, closer together towards its end.</summary>
    private static readonly double[] s_percentiles = [10, 25, 50, 75, 90, 95, 97.5, 99, 99.5, 99.9, 99.95, 99.99, 100];

    private readonly Session _session;
    private readonly Scenario _scenario;
    private readonly BenchTimes _times;
    private readonly Generator _load;
    private readonly bool _isProduct;
    private readonly bool _isSent;
    private readonly int _statuses;

    private ScenarioRun(Session session, SubjectKind kind, Scenario scenario, BenchTimes times)
    {
        (_session, _scenario, _times) = (session, scenario, times);
        _load = scenario.Load == LoadKind.Webhooks ? session.Writing : scenario.IsScheduled ? session.Scheduling : session.Sending;
        _isProduct = kind == SubjectKind.Product;
        _isSent = scenario.IsSent && kind != SubjectKind.Stub;
        _statuses = _isSent ? scenario.Statuses : 0;
    }

    public static async Task<ScenarioRun> StartAsync(Rig rig, SubjectKind kind, Scenario scenario, BenchTimes times)
    {
        var session = await Session.StartAsync(rig, kind, scenario.Product, scenario.Users);
        var run = new ScenarioRun(session, kind, scenario, times);
        return run;
    }

    public async Task WarmUpAsync()
    {
        if (_scenario.Load == LoadKind.Sends && _isProduct)
        {
            await Preparation.ForSendsAsync(_session.Target, _session.Users);
        }

        // Every process compiles for itself, on the same processors.
        await UnmeasuredAsync(_times.WarmUp * Math.Max(1, _scenario.Product.SilosApart));
    }

    public ValueTask DisposeAsync() => _session.DisposeAsync();

    private async Task<LoadResult> UnmeasuredAsync(TimeSpan time)
    {
        await _session.Control.StartAsync(_statuses);
        var result = await _load.ClosedAsync(_scenario.Connections, time);
        await _session.Control.DrainedAsync(_isSent ? result.Accepted : 0, _statuses);
        return result;
    }

    public async Task<Measurement> MeasureAsync(int repetition)
    {
        var highest = _scenario.Share is null ? null : await UnmeasuredAsync(_times.Load);
        await _session.Control.StartAsync(_statuses);

        var statements = _times.ShowsStatements && _isProduct ? _session.Subject.Postgres : null;
        await (statements?.ForgetStatementsAsync() ?? Task.CompletedTask);

        var rows = await RowsAsync();
        var before = await UseAsync(_session);
        var started = Stopwatch.GetTimestamp();
        var result = highest is null
            ? await _load.ClosedAsync(_scenario.Connections, _times.Load)
            : await _load.OpenAsync(_scenario.Connections, highest.Rate * _scenario.Share!.Value, _times.Load);
        var stats = await _session.Control.DrainedAsync(_isSent ? result.Accepted : 0, _statuses);
        var took = _isSent ? Stopwatch.GetElapsedTime(started) - InstanceControl.Settling : result.Duration;
        var after = await UseAsync(_session);
        foreach (var line in statements is null ? [] : await statements.DearestStatementsAsync())
        {
            await Console.Error.WriteLineAsync(line);
        }

        return new()
        {
            Scenario = _scenario.Name,
            Subject = _session.Subject.Name,
            Unit = _scenario.Unit,
            Repetition = repetition,
            PerSecond = result.Accepted / took.TotalSeconds,
            AcceptedPerSecond = result.Rate,
            P50 = result.Percentile(50),
            P99 = result.Percentile(99),
            P999 = result.Percentile(99.9),
            Refused = result.Refused,
            Over1Second = result.Over1Second,
            Cpu = before.Cpu.Keys.ToDictionary(name => name, name => (after.Cpu[name] - before.Cpu[name]).TotalMicroseconds / result.Accepted),
            WalPerUnit = (after.Wal - before.Wal) / (double?)result.Accepted,
            CommitsPerUnit = (after.Commits - before.Commits) / (double?)result.Accepted,
            AllocatedPerUnit = (after.Allocated - before.Allocated) / result.Accepted,
            ResidentMegabytes = _session.Subject.ResidentBytes / 1e6,
            Latency = [.. s_percentiles.Select(percent => new LatencyPoint(percent, result.Percentile(percent)))],
            Instance = stats,
            Violations = [.. await ViolationsAsync(stats, result, rows)],
        };
    }

    private async Task<IReadOnlyList<string>> ViolationsAsync(InstanceStats stats, LoadResult result, long rowsBefore)
    {
        var violations = new List<string>();
        void Expect(bool holds, string otherwise)
        {
            if (!holds)
            {
                violations.Add(otherwise);
            }
        }

        if (_isSent)
        {
            Expect(stats.Sends >= result.Accepted, $"{result.Accepted - stats.Sends} lost");
            Expect(stats.Doubled == 0, $"{stats.Doubled} doubled");
            Expect(stats.Misdirected == 0, $"{stats.Misdirected} misdirected");
            Expect(stats.Inverted == 0, $"{stats.Inverted} out of order");
            Expect(stats.Unexpected == 0, $"{stats.Unexpected} unexpected");
            Expect(stats.Posts * _statuses * 0.9 <= stats.Statuses, $"{stats.Statuses / (double)stats.Posts:0.0} instead of {_statuses} statuses in a POST");
            Expect(stats.Acknowledged == stats.Statuses, $"{stats.Statuses - stats.Acknowledged} statuses not acknowledged");
        }

        if (_isProduct && _session.Subject.Postgres is { } postgres)
        {
            var accepted = result.Accepted * _scenario.RowsPerUnit;
            var rows = await RowsAsync() - rowsBefore;
            var dead = await postgres.CountAsync("select count(*) from dead_letter");
            Expect(rows >= accepted, $"{accepted - rows} of {accepted} rows are missing, {dead} dead letters");
            if (_isSent)
            {
                var open = await postgres.CountAsync("select count(*) from message where direction = 1 and accepted_at is null");
                Expect(open == 0, $"{open} messages without the instance's answer");
            }

            if (_scenario.Statuses > 0)
            {
                var behind = await postgres.CountAsync("select count(*) from message where direction = 1 and rank % 16 <> 5");
                Expect(behind == 0, $"{behind} messages do not stand as read");
            }
        }

        return violations;
    }

    private async Task<long> RowsAsync() =>
        _isProduct && _session.Subject.Postgres is { } postgres ? await postgres.CountAsync("select count(*) from message") : 0;

    private static async Task<Use> UseAsync(Session session)
    {
        var cpu = session.Subject.Processes.ToDictionary(process => process.Name, process => process.Cpu);
        cpu["instance"] = session.Instance.Cpu;
        cpu["generator"] = CpuTime.Of(Environment.ProcessId);
        if (session.Subject.Postgres is not { } postgres)
        {
            return new(cpu, null, null, 0);
        }

        var allocated = session.Subject.Name == "product" ? (await Task.WhenAll(session.Subject.Processes.Select(process => process.AllocatedBytesAsync()))).Sum() : 0;
        var (wal, commits) = await postgres.ReadAsync();
        cpu["postgres"] = postgres.Cpu;
        return new(cpu, wal, commits, allocated);
    }

    private sealed record Use(Dictionary<string, TimeSpan> Cpu, long? Wal, long? Commits, double Allocated);
}
