using Mogambo.Messages;
using Mogambo.Storage.Contacts;
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

    private const string Contacts = $"""
        select {ContactColumns.All}
        from unnest($1::text[], $2::text[]) as k(account, user_id)
        join contact c on c.account = k.account and c.user_id = k.user_id
        """;

    private const string Contexts = "select conversation, context from bot_context where conversation = any($1)";

    private const string Histories = $"""
        select {StoredMessageRow.Columns}, k.place::integer - 1
        from unnest($1::text[], $2::bigint[]) with ordinality as k(conversation, before, place)
        cross join lateral (
            select * from message
            where conversation = k.conversation and created_at < k.before
            order by at desc, id desc limit $3) m
        """;

    public static void Read(NpgsqlDataSource source, ReadBatch batch)
    {
        var rows = new FoundRows();
        using var connection = source.OpenConnection();
        PostgreSqlStep.Run(connection, Steps(batch, rows));
        batch.SetConversations(rows.Conversations);
        batch.SetMessages(rows.Messages);
        batch.SetKeys(rows.Keys);
        batch.SetOptIns(rows.OptIns);
        batch.SetContacts(rows.Contacts);
        batch.SetContexts(rows.Contexts);
        batch.SetHistories(rows.Histories.ToLookup(row => row.Place, row => row.Message));
    }

    private static IEnumerable<PostgreSqlStep> Steps(ReadBatch batch, FoundRows rows)
    {
        if (batch.Conversations is { Count: > 0 } ids)
        {
            yield return new Unnest<string>(ids).Text(id => id).Step(
                Conversations,
                reader => rows.Conversations[reader.GetString(0)] = new StoredConversation(reader.GetInt64(1), reader.GetFieldValue<byte[]>(2)));
        }

        if (batch.MessageKeys is { Count: > 0 } messages)
        {
            yield return PostgreSqlLocks.OfKeys(messages).Step(Messages, reader =>
            {
                var message = StoredMessageRow.Read(reader);
                rows.Messages[message.Key.Id] = message;
            });
        }

        if (batch.IdempotencyKeys is { Count: > 0 } keys)
        {
            var columns = new Unnest<IdempotencyRef>(keys).Text(key => key.Account).Text(key => key.Endpoint).Text(key => key.Key);
            yield return columns.Step(PostgreSqlLocks.FindKeys, reader =>
            {
                var key = IdempotencyColumns.Read(reader);
                rows.Keys[IdempotencyRef.Of(key)] = key;
            });
        }

        if (batch.OptIns is { Count: > 0 } users)
        {
            yield return PostgreSqlLocks.OfKeys(users).Step(
                OptIns,
                reader => rows.OptIns[new(reader.GetString(0), reader.GetString(1))] = OptInStateJson.Parse(reader.GetString(2)));
        }

        if (batch.Contacts is { Count: > 0 } contacts)
        {
            yield return new Unnest<ContactKey>(contacts).Text(key => key.Account).Text(key => key.User).Step(
                Contacts, reader => rows.Contacts[ContactColumns.ReadKey(reader)] = ContactColumns.Read(reader));
        }

        if (batch.Contexts is { Count: > 0 } contexts)
        {
            yield return new Unnest<string>(contexts).Text(id => id).Step(Contexts, reader => rows.Contexts[reader.GetString(0)] = reader.GetFieldValue<byte[]>(1));
        }

        if (batch.Histories.Count > 0)
        {
            yield return OfHistories(batch.Histories, rows);
        }
    }

    private static PostgreSqlStep OfHistories(IReadOnlyList<HistoryRequest> histories, FoundRows rows)
    {
        var columns = new Unnest<HistoryRequest>(histories).Text(request => request.Conversation).BigInt(request => request.Before);
        return columns.Value(histories.Max(request => request.Limit)).Step(
            Histories, reader => rows.Histories.Add((reader.GetInt32(reader.FieldCount - 1), StoredMessageRow.Read(reader))));
    }

    private sealed class FoundRows
    {
        public Dictionary<string, StoredConversation> Conversations { get; } = [];

        public Dictionary<MessageId, StoredMessage> Messages { get; } = [];

        public Dictionary<IdempotencyRef, IdempotencyKey> Keys { get; } = [];

        public Dictionary<OptInKey, OptInState> OptIns { get; } = [];

        public Dictionary<ContactKey, StoredContact> Contacts { get; } = [];

        public Dictionary<string, byte[]> Contexts { get; } = [];

        public List<(int Place, StoredMessage Message)> Histories { get; } = [];
    }
}
