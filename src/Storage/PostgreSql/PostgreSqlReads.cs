using Mogambo.Messages;
using Mogambo.Storage.Conversations;
using Mogambo.Storage.GroupCommit;
using Mogambo.Storage.Idempotency;
using Mogambo.Storage.Messages;
using Mogambo.Storage.OptIns;
using Npgsql;

namespace Mogambo.Storage.PostgreSql;

/// <summary>Reads a batch in one round trip.</summary>
internal static class PostgreSqlReads
{
    private const string Conversations = "select id, version, state from conversation where id = any($1)";

    private const string Messages = $"""
        select {StoredMessageRow.Columns}
        from unnest($1::uuid[], $2::bigint[]) as k(id, at)
        join message m on m.id = k.id and m.at = k.at
        """;

    private const string OptIns = """
        select o.account, o.user_id, o.state
        from unnest($1::text[], $2::text[]) as k(account, user_id)
        join opt_in o on o.account = k.account and o.user_id = k.user_id
        """;

    public static async Task ReadAsync(NpgsqlDataSource source, ReadBatch batch)
    {
        await using var connection = await source.OpenConnectionAsync();
        if (batch.Conversations is { Count: > 0 } ids)
        {
            batch.SetConversations(await ReadConversationsAsync(connection, ids));
        }

        batch.SetKeys(batch.IdempotencyKeys is { Count: > 0 } names ? await ReadKeysAsync(connection, names) : []);
        batch.SetOptIns(batch.OptIns is { Count: > 0 } users ? await ReadOptInsAsync(connection, users) : []);
        if (batch.MessageKeys is { Count: > 0 } keys)
        {
            batch.SetMessages(await ReadMessagesAsync(connection, keys));
        }
        else
        {
            batch.SetMessages([]);
        }
    }

    private static async Task<Dictionary<string, StoredConversation>> ReadConversationsAsync(
        NpgsqlConnection connection, IReadOnlyList<string> ids)
    {
        var found = new Dictionary<string, StoredConversation>();
        await using var batch = connection.CreateBatch();
        batch.BatchCommands.Add(new Unnest<string>(ids).Text(id => id).Command(Conversations));
        await using var reader = await batch.ExecuteReaderAsync();
        while (await reader.ReadAsync())
        {
            found[reader.GetString(0)] = new StoredConversation(reader.GetInt64(1), await reader.GetFieldValueAsync<byte[]>(2));
        }

        return found;
    }

    private static async Task<Dictionary<MessageId, StoredMessage>> ReadMessagesAsync(
        NpgsqlConnection connection, IReadOnlyList<MessageKey> keys)
    {
        var found = new Dictionary<MessageId, StoredMessage>();
        await using var batch = connection.CreateBatch();
        batch.BatchCommands.Add(PostgreSqlLocks.OfKeys(keys).Command(Messages));
        await using var reader = await batch.ExecuteReaderAsync();
        while (await reader.ReadAsync())
        {
            var message = StoredMessageRow.Read(reader);
            found[message.Key.Id] = message;
        }

        return found;
    }

    private static async Task<Dictionary<IdempotencyRef, IdempotencyKey>> ReadKeysAsync(NpgsqlConnection connection, IReadOnlyList<IdempotencyRef> names)
    {
        var found = new Dictionary<IdempotencyRef, IdempotencyKey>();
        await using var batch = connection.CreateBatch();
        batch.BatchCommands.Add(new Unnest<IdempotencyRef>(names)
            .Text(name => name.Account).Text(name => name.Endpoint).Text(name => name.Key).Command(PostgreSqlLocks.FindKeys));
        await using var reader = await batch.ExecuteReaderAsync();
        while (await reader.ReadAsync())
        {
            var key = IdempotencyColumns.Read(reader);
            found[IdempotencyRef.Of(key)] = key;
        }

        return found;
    }

    private static async Task<Dictionary<OptInKey, OptInState>> ReadOptInsAsync(NpgsqlConnection connection, IReadOnlyList<OptInKey> keys)
    {
        var found = new Dictionary<OptInKey, OptInState>();
        await using var batch = connection.CreateBatch();
        batch.BatchCommands.Add(PostgreSqlLocks.OfKeys(keys).Command(OptIns));
        await using var reader = await batch.ExecuteReaderAsync();
        while (await reader.ReadAsync())
        {
            found[new(reader.GetString(0), reader.GetString(1))] = OptInStateJson.Parse(reader.GetString(2));
        }

        return found;
    }
}
