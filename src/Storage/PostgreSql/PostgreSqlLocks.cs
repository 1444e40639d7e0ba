using Mogambo.Accounts;
using Mogambo.Conversations;
using Mogambo.Messages;
using Mogambo.Storage.Conversations;
using Mogambo.Storage.GroupCommit;
using Mogambo.Storage.Idempotency;
using Mogambo.Storage.Messages;
using Mogambo.Storage.OptIns;
using Mogambo.Storage.Templates;
using Npgsql;

namespace Mogambo.Storage.PostgreSql;

/// <summary>
/// The first round trip of a batch: begins its transaction, locks what it depends on and reads it. Every process locks numbers, then templates, then opt-ins, then
/// conversations, then messages, then portfolios, each sorted by key, so that two batches never wait for each other in a circle; each
/// statement sees what was committed while an earlier one waited.
/// </summary>
internal static class PostgreSqlLocks
{
    // A claim shares the number's row with other claims and excludes a park; a park takes it alone from the start, as raising a shared
    // lock is a deadlock with whoever shares it.
    private const string ShareNumbers = """
        select phone_number_id, parked_token_hash, parked_error, parked_at
        from number where phone_number_id = any($1) order by phone_number_id for share
        """;

    private const string LockNumbers = """
        select phone_number_id, parked_token_hash, parked_error, parked_at
        from number where phone_number_id = any($1) order by phone_number_id for no key update
        """;

    // As with numbers: a claim of a template shares the template and the user's opt-in, who changes one of them takes them alone.
    private const string Templates = $"""
        select {TemplateColumns.All}
        from unnest($1::text[], $2::text[], $3::text[]) as k(account, name, language)
        join template t on t.account = k.account and t.name = k.name and t.language = k.language
        order by t.account, t.name, t.language
        """;

    private const string ShareTemplates = $"{Templates} for share of t";

    private const string LockTemplates = $"{Templates} for no key update of t";

    private const string OptIns = """
        select o.account, o.user_id, o.state
        from unnest($1::text[], $2::text[]) as k(account, user_id)
        join opt_in o on o.account = k.account and o.user_id = k.user_id
        order by o.account, o.user_id
        """;

    private const string ShareOptIns = $"{OptIns} for share of o";

    private const string LockOptIns = $"{OptIns} for no key update of o";

    private const string LockConversations = "select id, version, xmin from conversation where id = any($1) order by id for no key update";

    // With those that a template's release wakes, so that they are locked in the same order.
    private const string LockConversationsToWake = $"""
        select id, version, xmin from conversation
        where id in (
            select unnest($1::text[])
            union select id from conversation where wakes_at is not null and account = any($2) and due_at > $3
            union select id from conversation where id in (select id from ({PostgreSqlLeases.All}) l) and account = any($2) and due_at > $3)
        order by id for no key update
        """;

    /// <summary>What is read of a message.</summary>
    internal const string MessageColumns = "m.id, m.account, m.phone_number_id, m.conversation, m.attempt, m.rank, m.phase, m.in_reply_to";

    /// <summary>The same as the results of a <see cref="PostgreSqlFunctions">function</see>.</summary>
    internal const string MessageArrays =
        "out ids uuid[], out accounts text[], out numbers text[], out conversations text[], out attempts integer[], out ranks integer[], out phases smallint[], out origins text[]";

    internal const string AggregatedMessages = """
        array_agg(r.id), array_agg(r.account), array_agg(r.phone_number_id), array_agg(r.conversation), array_agg(r.attempt), array_agg(r.rank),
        array_agg(r.phase), array_agg(r.in_reply_to::text)
        into ids, accounts, numbers, conversations, attempts, ranks, phases, origins
        """;

    internal const string FromMessages = """
        from unnest($1::uuid[], $2::bigint[]) as k(id, at)
        join message m on m.id = k.id and m.at = k.at
        where m.direction = 1
        order by m.id for no key update of m
        """;

    private const string LockMessages = $"select {MessageColumns}, m.xmin {FromMessages}";

    private const string FindDuplicates = """
        select m.id from unnest($1::uuid[], $2::bigint[]) as k(id, at) join message m on m.id = k.id and m.at = k.at
        """;

    internal const string FindKeys = $"""
        select {IdempotencyColumns.All}
        from unnest($1::text[], $2::text[], $3::text[]) as k(account, endpoint, key)
        join idempotency i on i.account = k.account and i.endpoint = k.endpoint and i.key = k.key
        """;

    /// <param name="withOrder">Whether it is to be told that a younger transaction wrote a row of the batch.</param>
    public static (LockedRows Rows, bool WasOvertaken) Begin(
        NpgsqlConnection connection, WriteBatch batch, DateTimeOffset now, bool withOrder)
    {
        var rows = new LockedRows();
        var order = new TransactionOrder();
        var steps = Steps(batch, rows, order, now).Prepend(PostgreSqlStep.Begin);
        PostgreSqlStep.Run(connection, withOrder ? steps.Append(new(TransactionOrder.Own, [], reader => order.ReadOwn(reader.GetInt64(0)))) : steps);
        return (rows, order.WasOvertaken);
    }

    internal static IEnumerable<PostgreSqlStep> Steps(WriteBatch batch, LockedRows rows, TransactionOrder order, DateTimeOffset now)
    {
        if (batch.Numbers.ToList() is { Count: > 0 } numbers)
        {
            var parks = batch.Commits.Any(request => request.Commit.Park is not null);
            yield return new Unnest<string>(numbers).Text(number => number).Step(parks ? LockNumbers : ShareNumbers, ReadNumber(rows));
        }

        if (batch.Templates.Count > 0)
        {
            yield return PostgreSqlTemplateWrites.OfKeys(batch.Templates).Step(
                batch.ChangesTemplates ? LockTemplates : ShareTemplates, reader => rows.Templates.Read(TemplateColumns.Read(reader)));
        }

        if (batch.OptIns.Count > 0)
        {
            yield return OfKeys(batch.OptIns).Step(
                batch.ChangesOptIns ? LockOptIns : ShareOptIns,
                reader => rows.OptIns.Read(new(reader.GetString(0), reader.GetString(1)), OptInStateJson.Parse(reader.GetString(2))));
        }

        if (batch.MayRelease is { Count: > 0 } accounts)
        {
            // Who is only woken may have been written by anybody meanwhile: no event of this batch is about it.
            var own = batch.Commits.Select(request => request.Conversation).ToHashSet();
            var readOwn = ReadConversation(rows, order);
            yield return OfConversations(batch, accounts, now, reader =>
            {
                var id = reader.GetString(0);
                rows.MayWake.Add(id);
                if (own.Contains(id))
                {
                    readOwn(reader);
                }
            });
        }
        else if (batch.Commits.Count > 0)
        {
            yield return OfConversations(batch).Step(LockConversations, ReadConversation(rows, order));
        }

        if (batch.ChangedMessages.ToList() is { Count: > 0 } changed)
        {
            yield return OfKeys(changed).Step(LockMessages, reader =>
            {
                ReadMessage(reader, rows);
                order.ReadWriter(reader.GetFieldValue<uint>(8));
            });
        }

        if (batch.NewInbound.ToList() is { Count: > 0 } added)
        {
            yield return OfKeys(added).Step(FindDuplicates, reader => rows.Duplicates.Add(new MessageId(reader.GetGuid(0))));
        }

        if (batch.IdempotencyKeys is { Count: > 0 } keys)
        {
            yield return PostgreSqlSendWrites.OfKeys(keys).Step(FindKeys, ReadKey(rows));
        }

        foreach (var step in PostgreSqlPortfolioLocks.Steps(batch, rows))
        {
            yield return step;
        }
    }

    public static Unnest<OptInKey> OfKeys(IReadOnlyList<OptInKey> keys) => new Unnest<OptInKey>(keys).Text(key => key.Account).Text(key => key.User);

    private static Unnest<CommitRequest> OfConversations(WriteBatch batch) => new Unnest<CommitRequest>(batch.Commits).Text(commit => commit.Conversation);

    private static PostgreSqlStep OfConversations(
        WriteBatch batch, IReadOnlyList<string> accounts, DateTimeOffset now, Action<NpgsqlDataReader> read) =>
        OfConversations(batch).Value<string[]>([.. accounts]).Value(now.ToUnixTimeMilliseconds()).Step(LockConversationsToWake, read);

    public static Unnest<MessageKey> OfKeys(IReadOnlyList<MessageKey> keys) =>
        new Unnest<MessageKey>(keys).Uuid(key => key.Id.Value).BigInt(key => key.At);

    private static Action<NpgsqlDataReader> ReadNumber(LockedRows rows) => reader =>
    {
        if (!reader.IsDBNull(1))
        {
            rows.Parks[reader.GetString(0)] = new NumberPark(
                reader.GetString(1), MessageErrorJson.Parse(reader.GetString(2))!, DateTimeOffset.FromUnixTimeMilliseconds(reader.GetInt64(3)));
        }
    };

    private static Action<NpgsqlDataReader> ReadConversation(LockedRows rows, TransactionOrder order) => reader =>
    {
        rows.Versions[reader.GetString(0)] = reader.GetInt64(1);
        order.ReadWriter(reader.GetFieldValue<uint>(2));
    };

    internal static void ReadMessage(NpgsqlDataReader reader, LockedRows rows)
    {
        var id = new MessageId(reader.GetGuid(0));
        rows.Messages[id] = new MessageRow(
            id,
            new AccountId(reader.GetString(1)),
            reader.GetString(2),
            ConversationId.Parse(reader.GetString(3)),
            reader.GetInt32(4),
            reader.GetInt32(5),
            (MessagePhase)reader.GetInt16(6),
            reader.IsDBNull(7) ? null : new MessageId(reader.GetGuid(7)));
    }

    /// <param name="columns">As of <see cref="MessageArrays"/>.</param>
    internal static void ReadMessages(object[] columns, LockedRows rows)
    {
        if (columns[0] is null)
        {
            // No rows, so no arrays.
            return;
        }

        var (ids, accounts, numbers, conversations) = ((Guid[])columns[0], (string[])columns[1], (string[])columns[2], (string[])columns[3]);
        var (attempts, ranks, phases, origins) = ((int[])columns[4], (int[])columns[5], (short[])columns[6], (string?[])columns[7]);
        for (var i = 0; i < ids.Length; i++)
        {
            var id = new MessageId(ids[i]);
            rows.Messages[id] = new MessageRow(
                id,
                new AccountId(accounts[i]),
                numbers[i],
                ConversationId.Parse(conversations[i]),
                attempts[i],
                ranks[i],
                (MessagePhase)phases[i],
                origins[i] is { } origin ? new MessageId(Guid.Parse(origin)) : null);
        }
    }

    private static Action<NpgsqlDataReader> ReadKey(LockedRows rows) => reader =>
    {
        var key = IdempotencyColumns.Read(reader);
        rows.UsedKeys[IdempotencyRef.Of(key)] = key;
    };
}
