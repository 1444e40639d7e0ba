using System.Data;
using System.Data.Common;
using Mogambo.Storage.Events;
using Mogambo.Storage.GroupCommit;

namespace Mogambo.Storage.Sqlite;

/// <summary>The one connection that writes. Batches and the few writes of their own take turns on it.</summary>
internal sealed class SqliteWriter(SqliteFile file, EventFeeds feeds, TimeProvider time) : IAsyncDisposable
{
    private readonly SemaphoreSlim _turn = new(1);
    private SqliteStatements? _statements;

    public async Task WriteAsync(WriteBatch batch)
    {
        await Failpoint.HitAsync("store.before_commit");
        await InTransactionAsync(async statements =>
        {
            var rows = await SqliteLocks.ReadAsync(statements, batch);
            var decision = new BatchDecision(batch, rows, feeds, time.GetUtcNow());
            await SqliteConversationWrites.WriteAsync(statements, decision.Allowed, decision.Now);
            await SqliteMessageWrites.WriteAsync(statements, decision);
            await SqliteGateWrites.WriteAsync(statements, decision);
            await SqliteOtherWrites.WriteAsync(statements, batch, decision, decision.Now);
            await SqliteEventWrites.WriteAsync(statements, decision.Events.Rows);
            await Failpoint.HitAsync("store.in_commit");
            return true;
        });
        await Failpoint.HitAsync("store.after_commit");
    }

    public Task<T> WriteAsync<T>(Func<DbTransaction, Task<T>> write) => InTransactionAsync(statements => write(statements.Transaction!));

    public async ValueTask DisposeAsync()
    {
        await _turn.WaitAsync();
        await CloseAsync();
        _turn.Dispose();
    }

    private async Task<T> InTransactionAsync<T>(Func<SqliteStatements, Task<T>> write)
    {
        await _turn.WaitAsync();
        try
        {
            var statements = _statements ??= new SqliteStatements(await file.OpenAsync());
            // Not deferred, so "begin immediate": what is read here cannot change before it is decided on.
            await using var transaction = statements.Connection.BeginTransaction(IsolationLevel.Serializable, deferred: false);
            statements.Transaction = transaction;
            var result = await write(statements);
            await transaction.CommitAsync();
            return result;
        }
        catch (Exception exception) when (SqliteFaults.Classify(exception) == Fault.Lost)
        {
            await CloseAsync();
            throw;
        }
        finally
        {
            _turn.Release();
        }
    }

    private async Task CloseAsync()
    {
        if (_statements is { } statements)
        {
            _statements = null;
            await statements.DisposeAsync();
        }
    }
}
