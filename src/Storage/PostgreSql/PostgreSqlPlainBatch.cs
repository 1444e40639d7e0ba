using Mogambo.Conversations;
using Mogambo.Storage.Conversations;
using Mogambo.Storage.GroupCommit;
using Mogambo.Storage.OptIns;
using Mogambo.Storage.Templates;
using Mogambo.Templates;
using Npgsql;

namespace Mogambo.Storage.PostgreSql;

/// <summary>
/// A plain batch in one round trip: everything is written as if nothing stood in its way, and the database refuses all of it if something does. Whoever
/// was refused does it again in two steps, which tell whose fault it was. Locks are taken in the order of <see cref="PostgreSqlLocks"/>.
/// </summary>
internal static class PostgreSqlPlainBatch
{
    private const string ShareNumbers = "select from number where phone_number_id = any($1) and parked_token_hash is null order by phone_number_id for share";

    private const string ShareTemplates = $"""
        select from unnest($1::text[], $2::text[], $3::text[], $4::text[]) as k(account, name, language, shape)
        join template t on t.account = k.account and t.name = k.name and t.language = k.language
        where {TemplateColumns.MaySend} and t.shape = k.shape
        order by t.account, t.name, t.language for share of t
        """;

    // Whoever withdrew anything, even if it is not what this is about, is decided on by the rules.
    private const string ShareOptIns = $"""
        select from unnest($1::text[], $2::text[], $3::text[]) as k(account, user_id, number)
        join opt_in o on o.account = k.account and o.user_id = k.user_id
        where {OptInStateJson.IsOptedIn}
        order by o.account, o.user_id for share of o
        """;

    // Where a message stood before a status. What is said of a person who was erased may not be written as it came.
    private const string LockMessages = $"""
        select m.id, m.account, m.phone_number_id, m.conversation, m.attempt, m.phase, m.in_reply_to,
            m.rank / (strpos(m.conversation, '/{UserId.Erased}') = 0)::integer as rank
        {PostgreSqlLocks.FromMessages}
        """;

    /// <summary>Writes the batch, of which no event is kept, and sets the results of its requests.</summary>
    /// <exception cref="PostgresException">Nothing was written: something stands in the way, or the database says why not.</exception>
    /// <exception cref="WrittenException">It may be written, but what was written could not be told.</exception>
    public static void Write(PostgreSqlFunctions functions, WriteBatch batch, DateTimeOffset now)
    {
        var rows = new LockedRows();
        functions.Run([.. Steps(batch, rows, now)]);
        WrittenException.Guard(() => BatchDecision.SetResults(batch, rows, now));
    }

    /// <param name="rows">Takes over the messages: before the batch if there are statuses, which lock them; else as it leaves them.</param>
    internal static IEnumerable<PostgreSqlStep> Steps(WriteBatch batch, LockedRows rows, DateTimeOffset now)
    {
        var expected = BatchDecision.Expected(batch, now);
        if (batch.Numbers.ToList() is { Count: > 0 } numbers)
        {
            yield return new Unnest<string>(numbers).Text(number => number).FindAll(ShareNumbers);
        }

        foreach (var step in OfTemplates(batch))
        {
            yield return step;
        }

        foreach (var step in PostgreSqlConversationWrites.For(expected.Allowed, now, isExpected: true))
        {
            yield return step;
        }

        Action<object[]> readMessages = columns => PostgreSqlLocks.ReadMessages(columns, rows);
        if (batch.Statuses.Count > 0)
        {
            yield return PostgreSqlLocks.OfKeys([.. batch.ChangedMessages]).Messages(LockMessages, readMessages);
        }

        var messages = PostgreSqlMessageWrites.For(expected.Allowed, expected.Found, batch.Statuses.Count > 0 ? null : readMessages);
        foreach (var step in messages.Concat(PostgreSqlSendWrites.For(expected)).Concat(PostgreSqlWrites.ForRest(batch, expected)))
        {
            yield return step;
        }
    }

    private static IEnumerable<PostgreSqlStep> OfTemplates(WriteBatch batch)
    {
        if (batch.Templates.Count == 0)
        {
            yield break;
        }

        List<(ConversationCommit Commit, TemplateUse Use)> uses =
            [.. batch.Commits.SelectMany(request => ClaimRefusal.TemplatesOf(request.Commit), (request, use) => (request.Commit, use))];
        List<(TemplateKey Key, string Shape)> templates = [.. uses.Select(use => (new TemplateKey(use.Commit.Account, use.Use.Template), CleanText.Of(use.Use.Shape))).Distinct()];
        yield return new Unnest<(TemplateKey Key, string Shape)>(templates)
            .Text(row => row.Key.Account.Value).Text(row => row.Key.Name).Text(row => row.Key.Language).Text(row => row.Shape)
            .FindAll(ShareTemplates);
        List<ConversationCommit> users = [.. batch.Commits.Select(request => request.Commit).Where(commit => ClaimRefusal.TemplatesOf(commit).Count > 0)];
        yield return new Unnest<ConversationCommit>(users)
            .Text(commit => commit.Account.Value).Text(commit => commit.Id.User.Value).Text(commit => commit.Id.Number.Value)
            .FindAll(ShareOptIns);
    }
}
