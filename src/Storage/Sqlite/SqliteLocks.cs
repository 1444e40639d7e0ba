using Mogambo.Conversations;
using Mogambo.Messages;
using Mogambo.Storage.Conversations;
using Mogambo.Storage.GroupCommit;

namespace Mogambo.Storage.Sqlite;

/// <summary>Reads what a batch depends on; the transaction holds the file's only write lock, so nothing needs a lock of its own.</summary>
internal static class SqliteLocks
{
    private const string Number =
        "select parked_token_hash, parked_error, parked_at from number where phone_number_id = $1 and parked_token_hash is not null";

    private const string Conversation = "select version from conversation where id = $1";

    private const string Message =
        "select phone_number_id, conversation, rank, phase from message where id = $1 and at = $2 and direction = 1";

    private const string Duplicate = "select 1 from message where id = $1 and at = $2";

    public static async Task<LockedRows> ReadAsync(SqliteStatements statements, WriteBatch batch)
    {
        var rows = new LockedRows();
        foreach (var number in batch.Numbers)
        {
            await using var reader = await statements.QueryAsync(Number, number);
            if (await reader.ReadAsync())
            {
                rows.Parks[number] = new NumberPark(
                    reader.GetString(0), MessageErrorJson.Parse(reader.GetString(1)), DateTimeOffset.FromUnixTimeMilliseconds(reader.GetInt64(2)));
            }
        }

        foreach (var request in batch.Commits)
        {
            await using var reader = await statements.QueryAsync(Conversation, request.Conversation);
            if (await reader.ReadAsync())
            {
                rows.Versions[request.Conversation] = reader.GetInt64(0);
            }
        }

        await ReadMessagesAsync(statements, batch, rows);
        return rows;
    }

    private static async Task ReadMessagesAsync(SqliteStatements statements, WriteBatch batch, LockedRows rows)
    {
        foreach (var key in batch.ChangedMessages)
        {
            await using var reader = await statements.QueryAsync(Message, key.Id.Value, key.At);
            if (await reader.ReadAsync())
            {
                rows.Messages[key.Id] = new MessageRow(
                    key.Id, reader.GetString(0), ConversationId.Parse(reader.GetString(1)), reader.GetInt32(2), (MessagePhase)reader.GetInt32(3));
            }
        }

        foreach (var key in batch.NewMessages)
        {
            await using var reader = await statements.QueryAsync(Duplicate, key.Id.Value, key.At);
            if (await reader.ReadAsync())
            {
                rows.Duplicates.Add(key.Id);
            }
        }
    }
}
