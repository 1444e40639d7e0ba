using System.Data.Common;
using System.Globalization;

namespace Mogambo.EndToEnd.Tests.Budget;

/// <summary>What has been used so far: of the database by its own counters, of the process by its metrics.</summary>
internal sealed record Use(double Commits, double Statements, double Wal, double GrainCalls, double Allocated)
{
    // The statements of batches, inside of the one that calls them, take their rows as arrays; what a process does by itself every few seconds does not. The leases of turns run
    // out seconds later, in whatever is being counted then.
    private const string Database = """
        select coalesce(sum(calls), 0)::bigint, coalesce(sum(wal_bytes), 0)::bigint from pg_stat_statements 
        where query ~ 'unnest|any\(\$1\)' and query !~ 'delete from lease'
        """;

    public static async Task<Use> SoFarAsync(DbConnection database, MogamboProcess mogambo)
    {
        await using var command = database.CreateCommand();
        command.CommandText = Database;
        await using var reader = await command.ExecuteReaderAsync();
        await reader.ReadAsync();
        var metrics = await mogambo.Api.GetStringAsync("/metrics");
        return new(
            Sum(metrics, "mogambo_commit_batch_size_count{queue=\"write\""),
            reader.GetInt64(0),
            reader.GetInt64(1),
            Sum(metrics, "orleans_messaging_processing_dispatcher_processed_total{Direction=\"Request\""),
            Sum(metrics, "dotnet_gc_heap_total_allocated_bytes_total"));
    }

    /// <summary>A unit's share of what was used since.</summary>
    public Use Since(Use before, int units) => new(
        (Commits - before.Commits) / units,
        (Statements - before.Statements) / units,
        (Wal - before.Wal) / units,
        (GrainCalls - before.GrainCalls) / units,
        (Allocated - before.Allocated) / units);

    private static double Sum(string metrics, string name) => metrics
        .Split('\n')
        .Where(line => line.StartsWith(name, StringComparison.Ordinal))
        .Sum(line => double.Parse(line[(line.LastIndexOf(' ') + 1)..], CultureInfo.InvariantCulture));
}
