using Mogambo.Messages;
using Mogambo.Storage.Contacts;
using Mogambo.Storage.Conversations;
using Mogambo.Storage.GroupCommit;
using Mogambo.Storage.Idempotency;
using Mogambo.Storage.Messages;
using Mogambo.Storage.OptIns;

namespace Mogambo.Storage.Sqlite;

/// <summary>Reads batches on a connection of its own. Used by one caller at a time.</summary>
internal sealed class SqliteReads(SqliteFile file) : IAsyncDisposable
{
    private const string Conversation = "select version, state from conversation where id = $1";
    private const string Message = $"select {StoredMessageRow.Columns} from message m where m.id = $1 and m.at = $2";

    private const string OptIn = "select state from opt_in where account = $1 and user_id = $2";

    private const string Key = $"select {IdempotencyColumns.All} from idempotency i where i.account = $1 and i.endpoint = $2 and i.key = $3";

    private const string Contact = $"select {ContactColumns.All} from contact c where c.account = $1 and c.user_id = $2";

    private const string Context = "select context from bot_context where conversation = $1";

    private const string History = $"""
        select {StoredMessageRow.Columns} from message m
        where m.conversation = $1 and m.created_at < $2
        order by m.at desc, m.id desc limit $3
        """;

    private SqliteStatements? _statements;

    public async Task ReadAsync(ReadBatch batch)
    {
        var statements = _statements ??= new SqliteStatements(await file.OpenAsync());
        try
        {
            batch.SetConversations(await ReadConversationsAsync(statements, batch.Conversations));
            batch.SetKeys(await ReadKeysAsync(statements, batch.IdempotencyKeys));
            batch.SetOptIns(await ReadOptInsAsync(statements, batch.OptIns));
            batch.SetMessages(await ReadMessagesAsync(statements, batch.MessageKeys));
            batch.SetContacts(await ReadContactsAsync(statements, batch.Contacts));
            batch.SetContexts(await ReadContextsAsync(statements, batch.Contexts));
            batch.SetHistories(await ReadHistoriesAsync(statements, batch.Histories));
        }
        catch
        {
            await DisposeAsync();
            throw;
        }
    }

    public async ValueTask DisposeAsync()
    {
        if (_statements is { } statements)
        {
            _statements = null;
            await statements.DisposeAsync();
        }
    }

    private static async Task<Dictionary<string, StoredConversation>> ReadConversationsAsync(
        SqliteStatements statements, IReadOnlyList<string> ids)
    {
        var found = new Dictionary<string, StoredConversation>();
        foreach (var id in ids)
        {
            await using var reader = await statements.QueryAsync(Conversation, id);
            if (await reader.ReadAsync())
            {
                found[id] = new StoredConversation(reader.GetInt64(0), reader.GetFieldValue<byte[]>(1));
            }
        }

        return found;
    }

    private static async Task<Dictionary<MessageId, StoredMessage>> ReadMessagesAsync(
        SqliteStatements statements, IReadOnlyList<MessageKey> keys)
    {
        var found = new Dictionary<MessageId, StoredMessage>();
        foreach (var key in keys)
        {
            await using var reader = await statements.QueryAsync(Message, key.Id.Value, key.At);
            if (await reader.ReadAsync())
            {
                found[key.Id] = StoredMessageRow.Read(reader);
            }
        }

        return found;
    }

    private static async Task<Dictionary<IdempotencyRef, IdempotencyKey>> ReadKeysAsync(SqliteStatements statements, IReadOnlyList<IdempotencyRef> names)
    {
        var found = new Dictionary<IdempotencyRef, IdempotencyKey>();
        foreach (var name in names)
        {
            await using var reader = await statements.QueryAsync(Key, name.Account, name.Endpoint, name.Key);
            if (await reader.ReadAsync())
            {
                found[name] = IdempotencyColumns.Read(reader);
            }
        }

        return found;
    }

    private static async Task<Dictionary<OptInKey, OptInState>> ReadOptInsAsync(SqliteStatements statements, IReadOnlyList<OptInKey> keys)
    {
        var found = new Dictionary<OptInKey, OptInState>();
        foreach (var key in keys)
        {
            await using var reader = await statements.QueryAsync(OptIn, key.Account, key.User);
            if (await reader.ReadAsync())
            {
                found[key] = OptInStateJson.Parse(reader.GetString(0));
            }
        }

        return found;
    }

    private static async Task<Dictionary<ContactKey, StoredContact>> ReadContactsAsync(SqliteStatements statements, IReadOnlyList<ContactKey> keys)
    {
        var found = new Dictionary<ContactKey, StoredContact>();
        foreach (var key in keys)
        {
            await using var reader = await statements.QueryAsync(Contact, key.Account, key.User);
            if (await reader.ReadAsync())
            {
                found[key] = ContactColumns.Read(reader);
            }
        }

        return found;
    }

    private static async Task<Dictionary<string, byte[]>> ReadContextsAsync(SqliteStatements statements, IReadOnlyList<string> ids)
    {
        var found = new Dictionary<string, byte[]>();
        foreach (var id in ids)
        {
            await using var reader = await statements.QueryAsync(Context, id);
            if (await reader.ReadAsync())
            {
                found[id] = reader.GetFieldValue<byte[]>(0);
            }
        }

        return found;
    }

    private static async Task<ILookup<int, StoredMessage>> ReadHistoriesAsync(SqliteStatements statements, IReadOnlyList<HistoryRequest> requests)
    {
        var found = new List<(int Place, StoredMessage Message)>();
        for (var i = 0; i < requests.Count; i++)
        {
            await using var reader = await statements.QueryAsync(History, requests[i].Conversation, requests[i].Before, requests[i].Limit);
            while (await reader.ReadAsync())
            {
                found.Add((i, StoredMessageRow.Read(reader)));
            }
        }

        return found.ToLookup(row => row.Place, row => row.Message);
    }
}
