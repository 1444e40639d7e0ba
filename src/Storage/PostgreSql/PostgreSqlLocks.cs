using Mogambo.Conversations;
using Mogambo.Messages;
using Mogambo.Storage.Conversations;
using Mogambo.Storage.GroupCommit;
using Mogambo.Storage.Messages;
using Npgsql;

namespace Mogambo.Storage.PostgreSql;

/// <summary>
/// The first round trip of a batch: locks what it depends on and reads it. Every process locks numbers, then conversations, then messages,
/// each sorted by key, so that two batches never wait for each other in a circle; each statement sees what was committed while an
/// earlier one waited.
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

    private const string LockConversations = "select id, version from conversation where id = any($1) order by id for no key update";

    private const string LockMessages = """
        select m.id, m.phone_number_id, m.conversation, m.rank, m.phase
        from unnest($1::uuid[], $2::bigint[]) as k(id, at)
        join message m on m.id = k.id and m.at = k.at
        where m.direction = 1
        order by m.id for no key update of m
        """;

    private const string FindDuplicates = """
        select m.id from unnest($1::uuid[], $2::bigint[]) as k(id, at) join message m on m.id = k.id and m.at = k.at
        """;

    public static async Task<LockedRows> LockAsync(NpgsqlConnection connection, WriteBatch batch)
    {
        var rows = new LockedRows();
        var steps = Steps(batch, rows).ToList();
        if (steps.Count == 0)
        {
            return rows;
        }

        await using var commands = connection.CreateBatch();
        steps.ForEach(step => commands.BatchCommands.Add(step.Command));
        await using var reader = await commands.ExecuteReaderAsync();
        foreach (var (_, read) in steps)
        {
            while (await reader.ReadAsync())
            {
                read(reader);
            }

            await reader.NextResultAsync();
        }

        return rows;
    }

    private static IEnumerable<(NpgsqlBatchCommand Command, Action<NpgsqlDataReader> Read)> Steps(WriteBatch batch, LockedRows rows)
    {
        if (batch.Numbers.ToList() is { Count: > 0 } numbers)
        {
            var parks = batch.Commits.Any(request => request.Commit.Park is not null);
            yield return (new Unnest<string>(numbers).Text(number => number).Command(parks ? LockNumbers : ShareNumbers), ReadNumber(rows));
        }

        if (batch.Commits.Count > 0)
        {
            yield return (
                new Unnest<CommitRequest>(batch.Commits).Text(commit => commit.Conversation).Command(LockConversations),
                reader => rows.Versions[reader.GetString(0)] = reader.GetInt64(1));
        }

        if (batch.ChangedMessages.ToList() is { Count: > 0 } changed)
        {
            yield return (OfKeys(changed).Command(LockMessages), ReadMessage(rows));
        }

        if (batch.NewMessages.ToList() is { Count: > 0 } added)
        {
            yield return (OfKeys(added).Command(FindDuplicates), reader => rows.Duplicates.Add(new MessageId(reader.GetGuid(0))));
        }
    }

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

    private static Action<NpgsqlDataReader> ReadMessage(LockedRows rows) => reader =>
    {
        var id = new MessageId(reader.GetGuid(0));
        rows.Messages[id] = new MessageRow(
            id,
            reader.GetString(1),
            ConversationId.Parse(reader.GetString(2)),
            reader.GetInt32(3),
            (MessagePhase)reader.GetInt16(4));
    };
}
