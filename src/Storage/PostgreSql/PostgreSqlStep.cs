using Npgsql;

namespace Mogambo.Storage.PostgreSql;

/// <summary>A statement of a batch.</summary>
/// <param name="Read">Takes over each of its rows; null if it has none.</param>
internal readonly record struct PostgreSqlStep(NpgsqlBatchCommand Command, Action<NpgsqlDataReader>? Read = null)
{
    public static PostgreSqlStep Begin => new(new("begin isolation level read committed"));

    public static PostgreSqlStep Commit => new(new("commit"));

    public static PostgreSqlStep Rollback => new(new("rollback"));

    /// <summary>Runs all of them in one round trip, in their order.</summary>
    public static void Run(NpgsqlConnection connection, IEnumerable<PostgreSqlStep> steps)
    {
        var readers = new Queue<Action<NpgsqlDataReader>>();
        using var batch = connection.CreateBatch();
        foreach (var step in steps)
        {
            batch.BatchCommands.Add(step.Command);
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
