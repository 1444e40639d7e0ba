using System.Globalization;
using Npgsql;

namespace Mogambo.Bench.Machine;

/// <summary>What a database server has used since its start.</summary>
internal sealed class PostgresUse : IAsyncDisposable
{
    private readonly NpgsqlDataSource _database;
    private readonly int _postmaster;

    private PostgresUse(NpgsqlDataSource database, int postmaster) => (_database, _postmaster) = (database, postmaster);

    public static async Task<PostgresUse> OfAsync(string connectionString)
    {
        var database = NpgsqlDataSource.Create(connectionString + ";Application Name=bench;Maximum Pool Size=2");
        await using var command = database.CreateCommand("select current_setting('data_directory')");
        var lines = await File.ReadAllLinesAsync(Path.Combine((string)(await command.ExecuteScalarAsync())!, "postmaster.pid"));
        return new(database, int.Parse(lines[0], CultureInfo.InvariantCulture));
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
    public async Task<long> CountAsync(string sql)
    {
#pragma warning disable CA2100 // The bench's own words.
        await using var command = _database.CreateCommand(sql);
#pragma warning restore CA2100
        return Convert.ToInt64(await command.ExecuteScalarAsync(), CultureInfo.InvariantCulture);
    }

    public ValueTask DisposeAsync() => _database.DisposeAsync();
}
