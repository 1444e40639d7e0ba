using System.Data.Common;
using Dapper;
using Mogambo.Storage.Events;
using Mogambo.Storage.GroupCommit;

namespace Mogambo.Storage.Sqlite;

/// <summary>
/// SQLite in a file of its own: one writer, readers beside it (WAL). The driver blocks its thread, so everything runs on the pool and not
/// on the caller's thread.
/// </summary>
internal sealed class SqliteDatabase : IDatabase
{
    private readonly SqliteFile _file;
    private readonly SqliteWriter _writer;
    private readonly SqliteReads _reads;

    /// <exception cref="StorageStartupException">The connection string is not one.</exception>
    public SqliteDatabase(StorageOptions options, EventFeeds feeds, TimeProvider time)
    {
        _file = new SqliteFile(options.ConnectionString);
        _writer = new SqliteWriter(_file, feeds, time);
        _reads = new SqliteReads(_file);
    }

    public string SkipLocked => "";

    public string Lock => "";

    // Every alarm is in wakes_at: with one file and one process an index costs little.
    public string Leased => "select '' as id, 0 as over_at where false";

    public Task RingLeasesAsync(DateTimeOffset now, CancellationToken cancellationToken) => Task.CompletedTask;

    public string SettledEvents => "";

    public string EndOfEvents => "select 0, coalesce((select seq from sqlite_sequence where name = 'event'), 0)";

    public string IsIn(string column, string parameter) => $"{column} in {parameter}";

    public string Contains(string column, string parameter) => $"instr({column}, {parameter}) > 0";

    public Task StartAsync(CancellationToken cancellationToken) => Task.Run(() => SqliteSchema.MigrateAsync(_file), cancellationToken);

    public Task PrepareMonthsAsync(DateTimeOffset now, CancellationToken cancellationToken) => Task.CompletedTask;

    public async Task RemoveMessagesAsync(DateTimeOffset before, CancellationToken cancellationToken)
    {
        const string Sql = "delete from message where rowid in (select rowid from message where at < @before limit 500)";
        var arguments = new { before = before.ToUnixTimeMilliseconds() };
        while (await WriteAsync(
            transaction => transaction.Connection!.ExecuteAsync(new CommandDefinition(Sql, arguments, transaction, cancellationToken: cancellationToken)),
            cancellationToken) > 0)
        {
        }
    }

    /// <summary>A transaction that writes is alone anyway.</summary>
    public Task TakeAloneAsync(DbTransaction transaction, CancellationToken cancellationToken) => Task.CompletedTask;

    public Task AllowLongAsync(DbTransaction transaction, CancellationToken cancellationToken) => Task.CompletedTask;

    public Task<bool> TryCleanAloneAsync(DbTransaction transaction, CancellationToken cancellationToken) => Task.FromResult(true);

    /// <summary>A file says nothing of where it comes from.</summary>
    public Task<string?> ReadServerAsync(DbConnection connection, DbTransaction? transaction, CancellationToken cancellationToken) =>
        Task.FromResult<string?>(null);

    public Task<int> ReadOldestTransactionAsync(CancellationToken cancellationToken) => Task.FromResult(0);

    /// <summary>The file is on this machine, and so is its time.</summary>
    public Task<DateTimeOffset> ReadTimeAsync(CancellationToken cancellationToken) => Task.FromResult(TimeProvider.System.GetUtcNow());

    public void Write(WriteBatch batch) => _writer.WriteAsync(batch).GetAwaiter().GetResult();

    public void Read(ReadBatch batch) => _reads.ReadAsync(batch).GetAwaiter().GetResult();

    public Fault Classify(Exception exception) => SqliteFaults.Classify(exception);

    public Task ProbeAsync(CancellationToken cancellationToken) => ReadAsync(
        async connection =>
        {
            await using var command = connection.CreateCommand();
            command.CommandText = "select count(*) from schema_version";
            return await command.ExecuteScalarAsync(cancellationToken);
        },
        cancellationToken);

    public Task<T> ReadAsync<T>(Func<DbConnection, Task<T>> read, CancellationToken cancellationToken) => Task.Run(
        async () =>
        {
            try
            {
                await using var connection = await _file.OpenAsync();
                return await read(connection);
            }
            catch (Exception exception) when (SqliteFaults.Classify(exception) != Fault.Row && !cancellationToken.IsCancellationRequested)
            {
                throw new StorageUnavailableException("The database file cannot be read.", exception);
            }
        },
        cancellationToken);

    public Task<T> WriteAsync<T>(Func<DbTransaction, Task<T>> write, CancellationToken cancellationToken) => Task.Run(
        async () =>
        {
            try
            {
                return await _writer.WriteAsync(write);
            }
            catch (Exception exception) when (SqliteFaults.Classify(exception) != Fault.Row && !cancellationToken.IsCancellationRequested)
            {
                throw new StorageUnavailableException("The database file cannot be written.", exception);
            }
        },
        cancellationToken);

    public async ValueTask DisposeAsync()
    {
        await _reads.DisposeAsync();
        await _writer.DisposeAsync();
    }
}
