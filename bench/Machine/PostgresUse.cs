using System.Globalization;
using Npgsql;

namespace Mogambo.Bench.Machine;

/// <summary>What a database server has used since its start.</summary>
internal sealed class PostgresUse : IAsyncDisposable
{
    private readonly NpgsqlDataSource _database;
    private readonly int _postmaster;

    private PostgresUse(NpgsqlDataSource database, int postmaster, string connectionString) =>
        (_database, _postmaster, ConnectionString) = (database, postmaster, connectionString);

    public string ConnectionString { get; }

    public static async Task<PostgresUse> OfAsync(string connectionString)
    {
        var database = NpgsqlDataSource.Create(connectionString + ";Application Name=bench;Maximum Pool Size=2");
        await using var command = database.CreateCommand("select current_setting('data_directory')");
        var lines = await File.ReadAllLinesAsync(Path.Combine((string)(await command.ExecuteScalarAsync())!, "postmaster.pid"));
        return new(database, int.Parse(lines[0], CultureInfo.InvariantCulture), connectionString);
    }

    public TimeSpan Cpu => CpuTime.OfTree(_postmaster);

    /// <summary>Bytes of the write-ahead log, and committed transactions, of the whole server.</summary>
    public async Task<(long Wal, long Commits)> ReadAsync()
    {
        await using var command = _database.CreateCommand(
            "select (pg_current_wal_insert_lsn() - '0/0'::pg_lsn)::bigint, (select sum(xact_commit)::bigint from pg_stat_database)");
        await using var reader = await command.ExecuteReaderAsync();
        await reader.ReadAsync();
        return (reader.GetInt64(0), reader.GetInt64(1));
    }

    /// <summary>Runs a statement of a check.</summary>
    public async Task<long> CountAsync(string sql) => Convert.ToInt64(await ReadAsync(sql), CultureInfo.InvariantCulture);

    public async Task<string> ReadTextAsync(string sql) => (string)(await ReadAsync(sql))!;

    private async Task<object?> ReadAsync(string sql)
    {
#pragma warning disable CA2100 // The bench's own words.
        await using var command = _database.CreateCommand(sql);
#pragma warning restore CA2100
        return await command.ExecuteScalarAsync();
    }

    /// <summary>Forgets what statements have cost so far.</summary>
    public Task ForgetStatementsAsync() => ExecuteAsync("create extension if not exists pg_stat_statements; select pg_stat_statements_reset()");

    /// <summary>The dearest statements since then: share of the time in the server, calls, microseconds a call, rows and bytes of WAL a call.</summary>
    public async Task<IReadOnlyList<string>> DearestStatementsAsync()
    {
        await using var command = _database.CreateCommand("""
            select format('%5s %% %8s calls %8s us %7s rows %8s B  %s', round((100 * total_exec_time / sum(total_exec_time) over ())::numeric, 1), calls,
                round((1000 * total_exec_time / calls)::numeric, 1), round(rows::numeric / calls, 1), round(wal_bytes / calls), left(regexp_replace(query, '\s+', ' ', 'g'), 110))
            from pg_stat_statements where query !~ '^select pg_temp' order by total_exec_time desc limit 16
            """);
        await using var reader = await command.ExecuteReaderAsync();
        var lines = new List<string>();
        while (await reader.ReadAsync())
        {
            lines.Add(reader.GetString(0));
        }

        return lines;
    }

    /// <summary>Statements that prepare a database; they may take minutes.</summary>
    public async Task ExecuteAsync(string sql)
    {
#pragma warning disable CA2100 // The bench's own words.
        await using var command = _database.CreateCommand(sql);
#pragma warning restore CA2100
        command.CommandTimeout = 0;
        await command.ExecuteNonQueryAsync();
    }

    /// <summary>Copies of a table's rows, n times in all, with what <paramref name="changes"/> says of the n-th (<c>column = expression, …</c>).</summary>
    public Task CopyRowsAsync(string table, string changes, int count)
    {
        var set = string.Concat(changes.Split(", ").Select(change => change.Split(" = ", 2)).Select(change => $"t.{change[0]} := {change[1].Replace("at - n", "t.at - n", StringComparison.Ordinal)};"));
        return ExecuteAsync($"""
            do $$
            declare t {table}; n bigint := 0;
            begin
                while n < {count} loop
                    for t in select * from {table} limit least(1000, {count} - n) loop
                        n := n + 1;
                        {set}
                        insert into {table} select t.*;
                    end loop;
                end loop;
            end $$
            """);
    }

    /// <summary>After a restart of the server, which the pool's connections did not outlive.</summary>
    public void ForgetConnections() => _database.Clear();

    public ValueTask DisposeAsync() => _database.DisposeAsync();
}
