using Npgsql;

namespace Mogambo.Storage.PostgreSql;

/// <summary>A statement of a batch.</summary>
/// <param name="Columns">Its parameters, in their order.</param>
/// <param name="Read">Takes over each of its rows; null if it has none.</param>
internal readonly record struct PostgreSqlStep(string Sql, IReadOnlyList<NpgsqlParameter> Columns, Action<NpgsqlDataReader>? Read = null)
{
    /// <summary>In a <see cref="PostgreSqlFunctions">function</see>: it refuses the batch if it finds fewer rows than its first column has values.</summary>
    public bool FindsAll { get; init; }

    /// <summary>In a <see cref="PostgreSqlFunctions">function</see>: it gives rows of messages, and this takes them over, an array a column.</summary>
    public Action<object[]>? ReadMessages { get; init; }

    public static PostgreSqlStep Begin => new("begin isolation level read committed", []);

    public static PostgreSqlStep Commit => new("commit", []);

    public static PostgreSqlStep Rollback => new("rollback", []);

    /// <summary>Runs all of them in one round trip, in their order.</summary>
    public static void Run(NpgsqlConnection connection, IEnumerable<PostgreSqlStep> steps)
    {
        var readers = new Queue<Action<NpgsqlDataReader>>();
        using var batch = connection.CreateBatch();
        foreach (var step in steps)
        {
            var command = new NpgsqlBatchCommand(step.Sql);
            foreach (var column in step.Columns)
            {
                command.Parameters.Add(column);
            }

            batch.BatchCommands.Add(command);
            if (step.Read is { } read)
            {
                readers.Enqueue(read);
            }
        }

        using var reader = batch.ExecuteReader();
        do
        {
            while (reader.Read())
            {
                readers.Peek()(reader);
            }
        }
        while (reader.NextResult() && readers.TryDequeue(out _));
    }
}
