using Npgsql;

namespace Mogambo.Faults.Nemesis;

/// <summary>Connections that somebody else took, until disposed.</summary>
public sealed class TakenConnections(string connectionString) : IAsyncDisposable
{
    private const string EndOne = """
        select pg_terminate_backend(pid, 5000) from pg_stat_activity where application_name like 'mogambo%' order by backend_start limit 1
        """;

    private readonly List<NpgsqlConnection> _connections = [];

    public int Count => _connections.Count;

    /// <summary>Ends the product's sessions, one after the other, and takes the place of each until the product has none.</summary>
    public async Task TakeOverAsync()
    {
        // The product asks again and again; who takes all at once and often enough has them in the end.
        while (await EndOneAsync())
        {
            await TakeAsync();
        }
    }

    /// <summary>Takes what is left.</summary>
    public async Task TakeAsync()
    {
        while (true)
        {
            var connection = new NpgsqlConnection(connectionString);
            try
            {
                await connection.OpenAsync();
                _connections.Add(connection);
            }
            catch (PostgresException full) when (full.SqlState == PostgresErrorCodes.TooManyConnections)
            {
                await connection.DisposeAsync();
                return;
            }
        }
    }

    public async ValueTask DisposeAsync()
    {
        foreach (var connection in _connections)
        {
            await connection.DisposeAsync();
        }
    }

    private async Task<bool> EndOneAsync()
    {
        await using var command = new NpgsqlCommand(EndOne, _connections[0]);
        return await command.ExecuteScalarAsync() is true;
    }
}
