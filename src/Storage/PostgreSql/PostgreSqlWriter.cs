using Mogambo.Storage.Events;
using Mogambo.Storage.GroupCommit;
using Npgsql;

namespace Mogambo.Storage.PostgreSql;

/// <summary>The one connection on which a process writes its batches; opened again after a loss. Used by one caller at a time.</summary>
internal sealed class PostgreSqlWriter(NpgsqlDataSource source, EventFeeds feeds, TimeProvider time) : IAsyncDisposable
{
    private const string AddPortfolios = "insert into portfolio (name) select unnest($1::text[]) on conflict do nothing";

    private const string AddNumbers = "insert into number (phone_number_id) select unnest($1::text[]) on conflict do nothing";

    private readonly HashSet<string> _numbers = [];
    private readonly HashSet<string> _portfolios = [];
    private NpgsqlConnection? _connection;

    public async Task WriteAsync(WriteBatch batch)
    {
        await Failpoint.HitAsync("store.before_commit");
        var connection = await ConnectAsync();
        try
        {
            await AddMissingAsync(connection, AddNumbers, batch.Numbers, _numbers);
            await AddMissingAsync(connection, AddPortfolios, batch.PortfolioUses.Select(commit => commit.Portfolio!.Name), _portfolios);
            await using (var transaction = await connection.BeginTransactionAsync())
            {
                var now = time.GetUtcNow();
                var (rows, wasOvertaken) = await PostgreSqlLocks.LockAsync(connection, batch, now, withOrder: !feeds.IsEmpty);
                var decision = new BatchDecision(batch, rows, feeds, now);
                if (wasOvertaken && decision.Events.Rows.Count > 0)
                {
                    throw new OvertakenException();
                }

                await ExecuteAsync(connection, PostgreSqlWrites.For(batch, decision));
                await Failpoint.HitAsync("store.in_commit");
                await transaction.CommitAsync();
            }

            await Failpoint.HitAsync("store.after_commit");
        }
        catch (Exception exception) when (PostgreSqlFaults.Classify(exception) == Fault.Lost)
        {
            await CloseAsync();
            throw;
        }
    }

    public async ValueTask DisposeAsync() => await CloseAsync();

    private async Task<NpgsqlConnection> ConnectAsync()
    {
        if (_connection is { FullState: System.Data.ConnectionState.Open } open)
        {
            return open;
        }

        await CloseAsync();
        return _connection = await source.OpenConnectionAsync();
    }

    private async Task CloseAsync()
    {
        if (_connection is { } connection)
        {
            _connection = null;
            _numbers.Clear();
            _portfolios.Clear();
            await connection.DisposeAsync();
        }
    }

    // A park is a row that a claim locks: there must be one to lock before the first park, or a claim could pass it by; so with the users
    // of a portfolio. Rows are never removed, so what was seen is there.
    private static async Task AddMissingAsync(NpgsqlConnection connection, string sql, IEnumerable<string> keys, HashSet<string> seen)
    {
        List<string> missing = [.. keys.Where(key => !seen.Contains(key)).Distinct().Order(StringComparer.Ordinal)];
        if (missing.Count > 0)
        {
            await ExecuteAsync(connection, [new Unnest<string>(missing).Text(key => key).Command(sql)]);
            seen.UnionWith(missing);
        }
    }

    private static async Task ExecuteAsync(NpgsqlConnection connection, IEnumerable<NpgsqlBatchCommand> commands)
    {
        await using var batch = connection.CreateBatch();
        foreach (var command in commands)
        {
            batch.BatchCommands.Add(command);
        }

        if (batch.BatchCommands.Count > 0)
        {
            await batch.ExecuteNonQueryAsync();
        }
    }
}
