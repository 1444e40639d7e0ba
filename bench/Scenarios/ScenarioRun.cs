using System.Diagnostics;
using Mogambo.Bench.Instance;
using Mogambo.Bench.Load;
using Mogambo.Bench.Machine;

namespace Mogambo.Bench.Scenarios;

/// <summary>Runs one subject through one scenario: starts it, warms it up, loads it, drains it, holds its ledger against what was asked, ends it.</summary>
internal sealed class ScenarioRun(Rig rig, Scenario scenario, TimeSpan warmUp, TimeSpan duration)
{
    private const long FirstUser = 15_560_000_000;

    public async Task<Measurement> RunAsync(SubjectKind kind, int repetition)
    {
        var users = new Users(FirstUser, scenario.Users);
        var target = Rig.NewTarget();
        await using var instance = await rig.InstanceAsync(target, users);
        await using var subject = await rig.StartAsync(kind, target, instance.Url, scenario.Product);
        using var control = new InstanceControl(instance.Url);
        if (scenario.Load == LoadKind.Sends && kind == SubjectKind.Product)
        {
            await Preparation.ForSendsAsync(target, users);
        }

        var load = new Generator(target, RequestsOf(target, users));
        var isSent = scenario.IsSent && kind != SubjectKind.Stub;
        await control.StartAsync(isSent ? scenario.Statuses : 0);
        var warm = await load.ClosedAsync(scenario.Connections, warmUp);
        LoadResult? highest = null;
        await control.DrainedAsync(isSent ? warm.Accepted : 0, isSent ? scenario.Statuses : 0);
        if (scenario.Share is not null)
        {
            highest = await load.ClosedAsync(scenario.Connections, duration);
            await control.DrainedAsync(isSent ? warm.Accepted + highest.Accepted : 0, isSent ? scenario.Statuses : 0);
        }

        await control.StartAsync(isSent ? scenario.Statuses : 0);

        var before = await UseAsync(subject, instance);
        var started = Stopwatch.GetTimestamp();
        var result = scenario.Share is { } share
            ? await load.OpenAsync(scenario.Connections, highest!.Rate * share, duration)
            : await load.ClosedAsync(scenario.Connections, duration);
        var stats = await control.DrainedAsync(isSent ? result.Accepted : 0, isSent ? scenario.Statuses : 0);
        var took = isSent ? Stopwatch.GetElapsedTime(started) - InstanceControl.Settling : result.Duration;
        var after = await UseAsync(subject, instance);

        return new()
        {
            Scenario = scenario.Name,
            Subject = subject.Name,
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
            ResidentMegabytes = subject.ResidentBytes / 1e6,
            Instance = stats,
            Violations = [.. await ViolationsAsync(subject, stats, result, warm.Accepted + (highest?.Accepted ?? 0), isSent)],
        };
    }

    private Requests RequestsOf(Target target, Users users) =>
        scenario.Load == LoadKind.Webhooks ? new WebhookRequests(target, users).Write : new SendRequests(target, users).Write;

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

    private static async Task<Use> UseAsync(Subject subject, ChildProcess instance)
    {
        var cpu = subject.Processes.ToDictionary(process => process.Name, process => process.Cpu);
        cpu["instance"] = instance.Cpu;
        cpu["generator"] = CpuTime.Of(Environment.ProcessId);
        if (subject.Postgres is not { } postgres)
        {
            return new(cpu, null, null);
        }

        var (wal, commits) = await postgres.ReadAsync();
        cpu["postgres"] = postgres.Cpu;
        return new(cpu, wal, commits);
    }

    private sealed record Use(Dictionary<string, TimeSpan> Cpu, long? Wal, long? Commits);
}
