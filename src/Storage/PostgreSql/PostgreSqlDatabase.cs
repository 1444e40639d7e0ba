using System.Data.Common;
using Dapper;
using Mogambo.Storage.Events;
using Mogambo.Storage.GroupCommit;
using Npgsql;

namespace Mogambo.Storage.PostgreSql;

/// <summary>PostgreSQL: several processes on one database.</summary>
internal sealed class PostgreSqlDatabase : IDatabase
{
    private const int MaxTries = 5;

    private readonly StorageOptions _options;
    private readonly NpgsqlDataSource _source;
    private readonly NpgsqlDataSource _queries;
    private readonly PostgreSqlWriter _writer;

    /// <exception cref="StorageStartupException">The connection string is not one.</exception>
    public PostgreSqlDatabase(StorageOptions options, EventFeeds feeds, TimeProvider time)
    {
        _options = options;
        var connectionString = PostgreSqlConnectionString.Complete(options.ConnectionString);
        _source = new NpgsqlDataSourceBuilder(PostgreSqlConnectionString.OfBatches(connectionString)) { Name = "commits" }.Build();
        // A pool of their own: lists that somebody pages through must not take the connection that acknowledges webhooks.
        _queries = new NpgsqlDataSourceBuilder(PostgreSqlConnectionString.OfQueries(connectionString)) { Name = "queries" }.Build();
        _writer = new PostgreSqlWriter(_source, feeds, time);
    }

    public string SkipLocked => "for update skip locked";

    public string Lock => "for no key update";

    public string SettledEvents => "and e.xid < pg_snapshot_xmin(pg_current_snapshot())::text::bigint";

    public string EndOfEvents => $"select pg_snapshot_xmin(pg_current_snapshot())::text::bigint - 1, {long.MaxValue}";

    public string IsIn(string column, string parameter) => $"{column} = any({parameter})";

    public string Leased => PostgreSqlLeases.All;

    public string Contains(string column, string parameter) => $"position({parameter} in {column}) > 0";

    public async Task StartAsync(CancellationToken cancellationToken)
    {
        await PostgreSqlServerCheck.RunAsync(_source, _options.AllowUnsafe, cancellationToken);
        await PostgreSqlSchema.MigrateAsync(PostgreSqlConnectionString.OfMigrations(_options.ConnectionString), cancellationToken);
    }

    public Task PrepareMonthsAsync(DateTimeOffset now, CancellationToken cancellationToken) =>
        MonthPartitions.PrepareAsync(_source, now, cancellationToken);

    public Task RemoveMessagesAsync(DateTimeOffset before, CancellationToken cancellationToken) =>
        OldPartitions.RemoveAsync(this, before, cancellationToken);

    public Task TakeAloneAsync(DbTransaction transaction, CancellationToken cancellationToken) => PostgreSqlSchema.TakeLockAsync(transaction, cancellationToken);

    public Task AllowLongAsync(DbTransaction transaction, CancellationToken cancellationToken) => transaction.Connection!.ExecuteAsync(
        new CommandDefinition("set local statement_timeout = 0", transaction: transaction, cancellationToken: cancellationToken));

    public Task<bool> TryCleanAloneAsync(DbTransaction transaction, CancellationToken cancellationToken) =>
        transaction.Connection!.ExecuteScalarAsync<bool>(new CommandDefinition(
            "select pg_try_advisory_xact_lock(@CleaningLockKey)", new { PostgreSqlSchema.CleaningLockKey }, transaction, cancellationToken: cancellationToken));

    public Task<string?> ReadServerAsync(DbConnection connection, DbTransaction? transaction, CancellationToken cancellationToken) =>
        PostgreSqlServer.ReadIdentityAsync(connection, transaction, cancellationToken);

    public Task<int> ReadOldestTransactionAsync(CancellationToken cancellationToken) =>
        ReadAsync(connection => PostgreSqlServer.ReadOldestTransactionAsync(connection, cancellationToken), cancellationToken);

    public async Task RingLeasesAsync(DateTimeOffset now, CancellationToken cancellationToken)
    {
        try
        {
            await PostgreSqlLeases.RingAsync(_source, now, cancellationToken);
        }
        catch (Exception exception) when (IsLost(exception, cancellationToken))
        {
            throw new StorageUnavailableException("The database cannot be reached.", exception);
        }
    }

    public async Task<DateTimeOffset> ReadTimeAsync(CancellationToken cancellationToken)
    {
        await using var command = _source.CreateCommand("select (extract(epoch from clock_timestamp()) * 1000000)::bigint");
        var microseconds = (long)(await command.ExecuteScalarAsync(cancellationToken))!;
        return DateTimeOffset.UnixEpoch.AddTicks(microseconds * TimeSpan.TicksPerMicrosecond);
    }

    public void Write(WriteBatch batch) => _writer.Write(batch);

    public void Read(ReadBatch batch) => PostgreSqlReads.Read(_source, batch);

    public Fault Classify(Exception exception) => PostgreSqlFaults.Classify(exception);

    public async Task ProbeAsync(CancellationToken cancellationToken)
    {
        await using var connection = await _source.OpenConnectionAsync(cancellationToken);
        await connection.ExecuteAsync(new CommandDefinition("select 1", cancellationToken: cancellationToken));
    }

    public async Task<T> ReadAsync<T>(Func<DbConnection, Task<T>> read, CancellationToken cancellationToken)
    {
        try
        {
            await using var connection = await _queries.OpenConnectionAsync(cancellationToken);
            return await read(connection);
        }
        catch (Exception exception) when (IsLost(exception, cancellationToken))
        {
            throw new StorageUnavailableException("The database cannot be reached.", exception);
        }
    }

    public async Task<T> WriteAsync<T>(Func<DbTransaction, Task<T>> write, CancellationToken cancellationToken)
    {
        for (var tries = 1; ; tries++)
        {
            try
            {
                await using var connection = await _queries.OpenConnectionAsync(cancellationToken);
                await using var transaction = await connection.BeginTransactionAsync(cancellationToken);
                var result = await write(transaction);
                await transaction.CommitAsync(cancellationToken);
                return result;
            }
            catch (Exception exception) when (tries < MaxTries && Classify(exception) is Fault.Retry or Fault.Race)
            {
                await Task.Delay(TimeSpan.FromMilliseconds(10 * tries), cancellationToken);
            }
            catch (Exception exception) when (IsLost(exception, cancellationToken))
            {
                throw new StorageUnavailableException("The database cannot be reached.", exception);
            }
        }
    }

    public async ValueTask DisposeAsync()
    {
        _writer.Dispose();
        await _queries.DisposeAsync();
        await _source.DisposeAsync();
    }

    private bool IsLost(Exception exception, CancellationToken cancellationToken) =>
        Classify(exception) != Fault.Row && !cancellationToken.IsCancellationRequested;
}
