using Microsoft.Data.Sqlite;

namespace Mogambo.Storage.Sqlite;

/// <summary>The prepared statements of one connection. Parameters are named <c>$1</c>, <c>$2</c>, … in the order of their values.</summary>
internal sealed class SqliteStatements(SqliteConnection connection) : IAsyncDisposable
{
    private readonly Dictionary<string, SqliteCommand> _prepared = [];

    public SqliteConnection Connection => connection;

    /// <summary>The transaction the statements belong to; null outside one.</summary>
    public SqliteTransaction? Transaction { get; set; }

    public Task<int> ExecuteAsync(string sql, params ReadOnlySpan<object?> values) => Bind(sql, values).ExecuteNonQueryAsync();

    public Task<SqliteDataReader> QueryAsync(string sql, params ReadOnlySpan<object?> values) => Bind(sql, values).ExecuteReaderAsync();

    public async ValueTask DisposeAsync()
    {
        foreach (var command in _prepared.Values)
        {
            await command.DisposeAsync();
        }

        await connection.DisposeAsync();
    }

    private SqliteCommand Bind(string sql, ReadOnlySpan<object?> values)
    {
        if (!_prepared.TryGetValue(sql, out var command))
        {
            command = Prepare(sql, values.Length);
            _prepared.Add(sql, command);
        }

        command.Transaction = Transaction;
        for (var i = 0; i < values.Length; i++)
        {
            command.Parameters[i].Value = values[i] is Guid id ? RowId.BytesOf(id) : values[i] ?? DBNull.Value;
        }

        return command;
    }

    private SqliteCommand Prepare(string sql, int parameters)
    {
        var command = connection.CreateCommand();
#pragma warning disable CA2100 // Every statement is a constant of this folder.
        command.CommandText = sql;
#pragma warning restore CA2100
        for (var i = 1; i <= parameters; i++)
        {
            command.Parameters.Add(new SqliteParameter { ParameterName = $"${i}" });
        }

        return command;
    }
}
