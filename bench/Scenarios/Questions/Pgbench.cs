using System.Diagnostics;
using System.Globalization;
using System.Text.RegularExpressions;
using Mogambo.Bench.Machine;
using Npgsql;

namespace Mogambo.Bench.Scenarios.Questions;

/// <summary>
/// What PostgreSQL does by itself with the rows of one turn, one transaction a turn, written by its own tool: two messages and a
/// state.
/// </summary>
internal sealed partial class Pgbench : IQuestion
{
    public string Name => "pgbench";

    public async Task<IReadOnlyList<Finding>> AnswerAsync(Rig rig, BenchTimes times)
    {
        await using var session = await Session.StartAsync(rig, SubjectKind.Product, new(), users: 20_000);
        await session.WriteAsync(connections: 64, TimeSpan.FromSeconds(5));
        await session.Subject.Processes[0].KillAsync();
        var postgres = session.Subject.Postgres!;
        await postgres.ExecuteAsync("create table bench_sample as (select * from message where direction = 0 limit 1) union all (select * from message where direction = 1 limit 1)");
        await postgres.ExecuteAsync("create table bench_message (like message including indexes)");
        await postgres.ExecuteAsync("create table bench_state with (fillfactor = 75) as select row_number() over () - 1 as place, version, state from conversation");
        await postgres.ExecuteAsync("create unique index on bench_state (place)");
        await postgres.ExecuteAsync("vacuum analyze bench_state");
        var columns = await postgres.ReadTextAsync("select string_agg(column_name, ', ') from information_schema.columns where table_name = 'message' and column_name <> 'id'");
        var turn = $"""
            \set place random(0, 999)
            begin;
            insert into bench_message (id, {columns}) select gen_random_uuid(), {columns} from bench_sample;
            update bench_state set version = version + 1, state = state || '' where place = :place;
            commit;
            """;
        var findings = new List<Finding>();
        foreach (var clients in new[] { 1, 8, 64 })
        {
            findings.Add(new(Name, $"turns a second, {clients} at once", await RunAsync(rig, postgres, turn, clients, times), "/s"));
        }

        return findings;
    }

    private static async Task<double> RunAsync(Rig rig, PostgresUse postgres, string turn, int clients, BenchTimes times)
    {
        var script = Path.Combine(rig.Folder, "turn.sql");
        await File.WriteAllTextAsync(script, turn);
        var at = new NpgsqlConnectionStringBuilder(postgres.ConnectionString);
        var start = new ProcessStartInfo("pgbench", [
            "-n", "-M", "prepared", "-f", script, "-h", at.Host!, "-p", at.Port.ToString(CultureInfo.InvariantCulture), "-U", at.Username!,
            "-c", clients.ToString(CultureInfo.InvariantCulture), "-T", ((int)times.Load.TotalSeconds).ToString(CultureInfo.InvariantCulture), at.Database!])
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        using var pgbench = Process.Start(start)!;
        var errors = pgbench.StandardError.ReadToEndAsync();
        var output = await pgbench.StandardOutput.ReadToEndAsync();
        await pgbench.WaitForExitAsync();
        return Tps().Match(output) is { Success: true } tps
            ? double.Parse(tps.Groups["tps"].Value, CultureInfo.InvariantCulture)
            : throw new InvalidOperationException($"pgbench ended with {pgbench.ExitCode}: {await errors}");
    }

    [GeneratedRegex("""tps = (?<tps>[0-9.]+)""")]
    private static partial Regex Tps();
}
