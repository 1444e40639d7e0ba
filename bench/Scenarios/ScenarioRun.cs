using System.Diagnostics;
using Mogambo.Bench.Instance;
using Mogambo.Bench.Load;
using Mogambo.Bench.Machine;

namespace Mogambo.Bench.Scenarios;

/// <summary>Runs one subject through one scenario: starts it, warms it up, loads it, drains it, holds its ledger against what was asked, ends it.</summary>
internal sealed class ScenarioRun(Rig rig, Scenario scenario, BenchTimes times)
{
    /// <summary>The points of the latency's curve, closer together towards its end.</summary>
    private static readonly double[] s_percentiles = [10, 25, 50, 75, 90, 95, 97.5, 99, 99.5, 99.9, 99.95, 99.99, 100];

    public async Task<Measurement> RunAsync(SubjectKind kind, int repetition)
    {
        await using var session = await Session.StartAsync(rig, kind, scenario.Product, scenario.Users);
        if (scenario.Load == LoadKind.Sends && kind == SubjectKind.Product)
        {
            await Preparation.ForSendsAsync(session.Target, session.Users);
        }

        var (control, load) = (session.Control, scenario.Load == LoadKind.Webhooks ? session.Writing : scenario.IsScheduled ? session.Scheduling : session.Sending);
        var isSent = scenario.IsSent && kind != SubjectKind.Stub;
        var statuses = isSent ? scenario.Statuses : 0;

        async Task<LoadResult> UnmeasuredAsync(TimeSpan time)
        {
            await control.StartAsync(statuses);
            var result = await load.ClosedAsync(scenario.Connections, time);
            await control.DrainedAsync(isSent ? result.Accepted : 0, statuses);
            return result;
        }

        // Every process compiles for itself, on the same processors.
        var warm = await UnmeasuredAsync(times.WarmUp * Math.Max(1, scenario.Product.SilosApart));
        var highest = scenario.Share is null ? null : await UnmeasuredAsync(times.Load);
        await control.StartAsync(statuses);

        var statements = times.ShowsStatements && kind == SubjectKind.Product ? session.Subject.Postgres : null;
        await (statements?.ForgetStatementsAsync() ?? Task.CompletedTask);

        var before = await UseAsync(session);
        var started = Stopwatch.GetTimestamp();
        var result = highest is null
            ? await load.ClosedAsync(scenario.Connections, times.Load)
            : await load.OpenAsync(scenario.Connections, highest.Rate * scenario.Share!.Value, times.Load);
        var stats = await control.DrainedAsync(isSent ? result.Accepted : 0, statuses);
        var took = isSent ? Stopwatch.GetElapsedTime(started) - InstanceControl.Settling : result.Duration;
        var after = await UseAsync(session);
        foreach (var line in statements is null ? [] : await statements.DearestStatementsAsync())
        {
            await Console.Error.WriteLineAsync(line);
        }

        return new()
        {
            Scenario = scenario.Name,
            Subject = session.Subject.Name,
            Unit = scenario.Unit,
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
            ResidentMegabytes = session.Subject.ResidentBytes / 1e6,
            Latency = [.. s_percentiles.Select(percent => new LatencyPoint(percent, result.Percentile(percent)))],
            Instance = stats,
            Violations = [.. await ViolationsAsync(session.Subject, stats, result, warm.Accepted + (highest?.Accepted ?? 0), isSent)],
        };
    }

    private async Task<IReadOnlyList<string>> ViolationsAsync(Subject subject, InstanceStats stats, LoadResult result, long before, bool isSent)
    {
        var violations = new List<string>();
        void Expect(bool holds, string otherwise)
        {
            if (!holds)
            {
                violations.Add(otherwise);
            }
        }

        if (isSent)
        {
            Expect(stats.Sends >= result.Accepted, $"{result.Accepted - stats.Sends} lost");
            Expect(stats.Doubled == 0, $"{stats.Doubled} doubled");
            Expect(stats.Misdirected == 0, $"{stats.Misdirected} misdirected");
            Expect(stats.Inverted == 0, $"{stats.Inverted} out of order");
            Expect(stats.Unexpected == 0, $"{stats.Unexpected} unexpected");
            Expect(stats.Acknowledged == stats.Statuses, $"{stats.Statuses - stats.Acknowledged} statuses not acknowledged");
        }

        if (subject is { Name: "product", Postgres: { } postgres })
        {
            var accepted = (before + result.Accepted) * scenario.RowsPerUnit;
            var rows = await postgres.CountAsync("select count(*) from message");
            var dead = await postgres.CountAsync("select count(*) from dead_letter");
            Expect(rows >= accepted, $"{accepted - rows} of {accepted} rows are missing, {dead} dead letters");
            if (scenario.Statuses > 0)
            {
                var behind = await postgres.CountAsync("select count(*) from message where direction = 1 and rank % 16 <> 5");
                Expect(behind == 0, $"{behind} messages do not stand as read");
            }
        }

        return violations;
    }

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
