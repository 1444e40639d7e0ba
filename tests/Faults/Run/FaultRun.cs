using System.Diagnostics;
using System.Net.Http.Json;
using Mogambo.Faults.Checking;
using Npgsql;

namespace Mogambo.Faults.Run;

/// <summary>One run: a cluster under load is harmed, comes to rest, and is held against what the witness saw.</summary>
internal static class FaultRun
{
    private static readonly TimeSpan s_drain = TimeSpan.FromMinutes(5);

    /// <param name="output">Where the run says what it does.</param>
    public static async Task<RunResult> RunAsync(RunOptions options, TextWriter output)
    {
        var folder = Directory.CreateTempSubdirectory("mogambo-run-").FullName;
        var isGood = false;
        try
        {
            await output.WriteLineAsync($"seed {options.Seed}: {options.Inbound} messages of {options.Conversations} conversations in {options.Accounts} accounts, {options.Sends} sends; {options.Silos} silos, {options.Gateways} gateways");
            await using var cluster = await RunCluster.StartAsync(options, folder);
            var result = await RunAsync(cluster, output);
            isGood = result.IsGood;
            return result;
        }
        finally
        {
            if (isGood)
            {
                Directory.Delete(folder, recursive: true);
            }
            else
            {
                await output.WriteLineAsync($"The ledgers are kept in {folder}.");
            }
        }
    }

    private static async Task<RunResult> RunAsync(RunCluster cluster, TextWriter output)
    {
        var users = new UserTraffic(cluster);
        using var api = new ApiTraffic(cluster, users);
        await api.PrepareAsync();
        await SetFaultsAsync(cluster, Faults());

        var started = Stopwatch.GetTimestamp();
        var schedule = new Schedule(cluster, output);
        var sampler = new StrandedSampler(cluster, schedule);
        using var stop = new CancellationTokenSource();
        var sampling = sampler.RunAsync(stop.Token);
        var faults = HarmAndHealAsync(schedule, sampler);
        await Task.WhenAll(faults, users.RunAsync(faults), api.RunAsync());
        await output.WriteLineAsync($"load and faults are over after {Stopwatch.GetElapsedTime(started).TotalSeconds:0} s");

        await SetFaultsAsync(cluster, new { });
        var (drain, left) = await Drain.RunAsync(cluster, s_drain);
        await stop.CancelAsync();
        await sampling;

        await using var database = new NpgsqlConnection(cluster.ConnectionString + ";Pooling=false");
        await database.OpenAsync();
        var replies = await Recovery.RepliesAsync(database);
        return new()
        {
            Options = cluster.Options,
            Report = await Checker.RunAsync(cluster.SimulatorLedger, cluster.Ledger.Path, cluster.FaultLogFile, database),
            Duration = Stopwatch.GetElapsedTime(started),
            Drain = drain,
            Left = left,
            AfterKills = Recovery.Read(File.ReadLines(cluster.SimulatorLedger), schedule.Kills, replies),
            AfterFreezes = Recovery.Read(File.ReadLines(cluster.SimulatorLedger), schedule.Freezes, replies),
            GivenUp = schedule.GivenUp,
            ExitCodes = schedule.ExitCodes,
            DatabaseRecoveries = schedule.DatabaseRecoveries,
            Samples = sampler.Samples,
            Stranded = sampler.Found,
            ApiRepeated = api.Repeated,
            ApiRepeatedTwice = api.RepeatedTwice,
        };
    }

    // Users write on until the cluster has been healthy for a while, so that what stays behind is seen.
    private static async Task HarmAndHealAsync(Schedule schedule, StrandedSampler sampler)
    {
        await schedule.RunAsync();
        await sampler.HasEnoughAsync();
    }

    // One send in a hundred is ambiguous, two in a hundred are throttled, one webhook in twenty is overtaken.
    private static object Faults() => new
    {
        drop_after = new { probability = 0.005, mode = "reset" },
        garbage = new { probability = 0.005, mode = "text200" },
        error = new { probability = 0.02, code = 130429, http = 400 },
        shuffle_webhooks = new { probability = 0.05 },
    };

    private static async Task SetFaultsAsync(RunCluster cluster, object faults)
    {
        using var answer = await cluster.Control.PutAsJsonAsync("/control/faults", faults);
        answer.EnsureSuccessStatusCode();
    }
}
