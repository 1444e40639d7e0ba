using Npgsql;

namespace Mogambo.Faults.Nemesis;

/// <summary>What others do to the database server: hold locks, take connections, forget a transaction, end a connection.</summary>
public sealed class DatabaseFaults(string connectionString)
{
    private string Unpooled => connectionString + ";Pooling=false;Command Timeout=60";

    /// <summary>Holds a table alone, as <c>alter table</c> does, until disposed.</summary>
    public async Task<IAsyncDisposable> LockAsync(string table)
    {
        var holder = await HolderAsync();
        await ExecuteAsync(holder, $"begin; lock table {table} in access exclusive mode");
        return holder;
    }

    /// <summary>A transaction that an operator has forgotten: it wrote nothing, and holds back the horizon until disposed.</summary>
    public async Task<IAsyncDisposable> IdleTransactionAsync()
    {
        var holder = await HolderAsync();
        await ExecuteAsync(holder, "set idle_in_transaction_session_timeout = 0; begin isolation level repeatable read; select count(*) from conversation; select pg_current_xact_id()");
        return holder;
    }

    /// <summary>Takes every connection that the server has left for ordinary users, and the reserved ones as far as it may, until disposed.</summary>
    public async Task<TakenConnections> ExhaustAsync()
    {
        var taken = new TakenConnections(Unpooled);
        await taken.TakeAsync();
        return taken;
    }

    /// <summary>The operating system's ids of the server processes that serve the product.</summary>
    public async Task<IReadOnlyList<int>> BackendsAsync()
    {
        await using var connection = await HolderAsync();
        await using var command = new NpgsqlCommand("select pid from pg_stat_activity where application_name like 'mogambo%'", connection);
        await using var reader = await command.ExecuteReaderAsync();
        var backends = new List<int>();
        while (await reader.ReadAsync())
        {
            backends.Add(reader.GetInt32(0));
        }

        return backends;
    }

    private async Task<NpgsqlConnection> HolderAsync()
    {
        var connection = new NpgsqlConnection(Unpooled);
        try
        {
            await connection.OpenAsync();
            return connection;
        }
        catch
        {
            await connection.DisposeAsync();
            throw;
        }
    }

    private static async Task ExecuteAsync(NpgsqlConnection connection, string sql)
    {
#pragma warning disable CA2100 // Statements of faults.
        await using var command = new NpgsqlCommand(sql, connection);
#pragma warning restore CA2100
        await command.ExecuteNonQueryAsync();
    }
}
