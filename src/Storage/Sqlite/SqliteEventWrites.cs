using Mogambo.Storage.Events;

namespace Mogambo.Storage.Sqlite;

/// <summary>Writes the events of a batch, numbered in their order.</summary>
internal static class SqliteEventWrites
{
    private const string Insert = """
        insert into event (account, type, subject, message_id, message_at, status, data, at, recorded_at)
        values ($1, $2, $3, $4, $5, $6, $7, $8, $9)
        """;

    public static async Task WriteAsync(SqliteStatements statements, IReadOnlyList<EventRow> rows)
    {
        foreach (var row in rows)
        {
            await statements.ExecuteAsync(
                Insert, row.Account, row.Type, row.Subject, row.Message?.Id.Value, row.Message?.At, row.Status, row.Data, row.At,
                row.RecordedAt);
        }
    }
}
