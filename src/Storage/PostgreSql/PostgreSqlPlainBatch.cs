using Mogambo.Conversations;
using Mogambo.Storage.Events;
using Mogambo.Storage.GroupCommit;
using Npgsql;

namespace Mogambo.Storage.PostgreSql;

/// <summary>
/// A plain batch in one round trip: everything is written as if nothing stood in its way, and the database refuses all of it if something does. Whoever
/// was refused does it again in two steps, which tell whose fault it was. Locks are taken in the order of <see cref="PostgreSqlLocks"/>.
/// </summary>
internal static class PostgreSqlPlainBatch
{
    // What must be true is a division by one, and what is not a division by zero: the error ends the transaction before its commit.
    private const string ShareNumbers = """
        select 1 / (count(*) = cardinality($1))::integer
        from (select from number where phone_number_id = any($1) and parked_token_hash is null order by phone_number_id for share) n
        """;

    // Where a message stood before a status. What is said of a person who was erased may not be written as it came.
    private const string LockMessages =
        $"select {PostgreSqlLocks.MessageColumns}, 1 / (strpos(m.conversation, '/{UserId.Erased}') = 0)::integer {PostgreSqlLocks.FromMessages}";

    /// <summary>Writes the batch, of which no event is kept, and sets the results of its requests.</summary>
    /// <exception cref="PostgresException">Nothing was written: something stands in the way, or the database says why not.</exception>
    /// <exception cref="WrittenException">It may be written, but what was written could not be told.</exception>
    public static void Write(NpgsqlConnection connection, WriteBatch batch, DateTimeOffset now)
    {
        var rows = new LockedRows();
        PostgreSqlStep.Run(connection, [PostgreSqlStep.Begin, .. Steps(batch, rows, now), PostgreSqlStep.Commit]);
        WrittenException.Guard(() => SetResults(batch, rows, now));
    }

    private static void SetResults(WriteBatch batch, LockedRows rows, DateTimeOffset now)
    {
        foreach (var request in batch.Commits)
        {
            rows.Versions[request.Conversation] = request.Commit.ExpectedVersion;
        }

        _ = new BatchDecision(batch, rows, new EventFeeds(), now);
    }

    /// <param name="rows">Takes over the messages: before the batch if there are statuses, which lock them; else as it leaves them.</param>
    internal static IEnumerable<PostgreSqlStep> Steps(WriteBatch batch, LockedRows rows, DateTimeOffset now)
    {
        var expected = BatchDecision.Expected(batch, now);
        if (batch.Numbers.ToList() is { Count: > 0 } numbers)
        {
            yield return new Unnest<string>(numbers).Text(number => number).Check(ShareNumbers);
        }

        foreach (var step in PostgreSqlConversationWrites.For(expected.Allowed, now, isExpected: true))
        {
            yield return step;
        }

        Action<NpgsqlDataReader> readMessage = reader => WrittenException.Guard(() => PostgreSqlLocks.ReadMessage(reader, rows));
        if (batch.Statuses.Count > 0)
        {
            yield return PostgreSqlLocks.OfKeys([.. batch.ChangedMessages]).Step(LockMessages, readMessage);
        }

        var messages = PostgreSqlMessageWrites.For(expected.Allowed, expected.Found, batch.Statuses.Count > 0 ? null : readMessage);
        foreach (var step in messages.Concat(PostgreSqlSendWrites.For(expected)).Concat(PostgreSqlWrites.ForRest(batch, expected)))
        {
            yield return step;
        }
    }
}
