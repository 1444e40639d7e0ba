using Mogambo.Storage.GroupCommit;

namespace Mogambo.Storage.PostgreSql;

/// <summary>Writes the states of conversations, their bots' contexts and the parks of their numbers.</summary>
internal static class PostgreSqlConversationWrites
{
    private const string StateColumns = """
        id text, version bigint, state bytea, due_at bigint, name text, wa_id text, business_scoped_user_id text, window_closes_at bigint,
        handled_by_human boolean, last_message_at bigint, wakes_at bigint
        """;

    // A conversation that another process inserts at the same moment is a unique violation: the batch is tried again and sees its version.
    private static readonly string s_insert = $"""
        insert into conversation (id, version, state, due_at, name, wa_id, business_scoped_user_id, window_closes_at, handled_by_human,
            last_message_at, wakes_at, account, phone_number_id, user_id)
        {UnnestedRows.Of($"{StateColumns}, account text, phone_number_id text, user_id text")}
        """;

    // An alarm that rang and was not taken yet rings on: a template's approval or a number's release may have set it, which this commit knows
    // nothing of.
    private static readonly string s_update = $"""
        update conversation c
        set version = n.version, state = n.state, due_at = case when c.due_at <= n.now then c.due_at else n.due_at end,
            wakes_at = least(c.wakes_at, case when n.wakes_at is null then null when c.due_at <= n.now then c.due_at else n.wakes_at end),
            name = n.name, wa_id = n.wa_id, business_scoped_user_id = n.business_scoped_user_id, window_closes_at = n.window_closes_at,
            handled_by_human = n.handled_by_human, last_message_at = n.last_message_at
        from ({UnnestedRows.Of($"{StateColumns}, now bigint")}) n
        where c.id = n.id
        """;

    // What somebody else has changed meanwhile is not found.
    private static readonly string s_updateExpected = $"{s_update} and c.version = n.version - 1";

    // By the second, so that a batch is a row or two.
    private const string Lease = """
        insert into lease (due_at, conversations)
        select due_at, array_agg(id) from unnest($1::text[], $2::bigint[]) as n(id, due_at) group by due_at
        """;

    private const string SetContext = """
        insert into bot_context (conversation, context)
        select * from unnest($1::text[], $2::bytea[])
        on conflict (conversation) do update set context = excluded.context
        """;

    private const string RemoveContext = "delete from bot_context where conversation = any($1)";

    private const string Park = """
        update number set parked_token_hash = p.hash, parked_error = p.error, parked_at = p.at, account = p.account
        from unnest($1::text[], $2::text[], $3::text[], $4::bigint[], $5::text[]) as p(id, hash, error, at, account)
        where phone_number_id = p.id
        """;

    /// <param name="isExpected">Whether the database is to refuse what is not at the version that its commit expects: nobody has looked.</param>
    public static IEnumerable<PostgreSqlStep> For(IReadOnlyList<CommitRequest> commits, DateTimeOffset now, bool isExpected = false)
    {
        if (commits.Where(request => request.Commit.ExpectedVersion == 0).ToList() is { Count: > 0 } added)
        {
            yield return OfStates(added)
                .Text(request => request.Commit.Account.Value)
                .Text(request => request.Commit.Id.Number.Value)
                .Text(request => request.Commit.Id.User.Value)
                .Step(s_insert);
        }

        if (commits.Where(request => request.Commit.ExpectedVersion != 0).ToList() is { Count: > 0 } changed)
        {
            var columns = OfStates(changed).BigInt(_ => now.ToUnixTimeMilliseconds());
            yield return isExpected ? columns.FindAll(s_updateExpected) : columns.Step(s_update);
        }

        if (commits.Where(request => request.Commit is { IsLeased: true, DueAt: not null }).ToList() is { Count: > 0 } leased)
        {
            yield return new Unnest<CommitRequest>(leased)
                .Text(request => request.Conversation).BigInt(request => NextSecond(request.Commit.DueAt!.Value)).Step(Lease);
        }

        if (commits.Where(request => request.Commit.BotContext is { Length: > 0 }).ToList() is { Count: > 0 } contexts)
        {
            yield return new Unnest<CommitRequest>(contexts)
                .Text(request => request.Conversation).Bytes(request => request.Commit.BotContext).Step(SetContext);
        }

        if (commits.Where(request => request.Commit.BotContext is { Length: 0 }).ToList() is { Count: > 0 } forgotten)
        {
            yield return new Unnest<CommitRequest>(forgotten).Text(request => request.Conversation).Step(RemoveContext);
        }

        if (commits.Where(request => request.Commit.Park is not null).DistinctBy(request => request.Commit.Id.Number).ToList()
            is { Count: > 0 } parks)
        {
            yield return new Unnest<CommitRequest>(parks)
                .Text(request => request.Commit.Id.Number.Value)
                .Text(request => CleanText.Of(request.Commit.Park!.TokenHash))
                .Text(request => MessageErrorJson.Of(request.Commit.Park!.Error))
                .BigInt(request => request.Commit.Park!.At.ToUnixTimeMilliseconds())
                .Text(request => request.Commit.Account.Value)
                .Step(Park);
        }
    }

    private static Unnest<CommitRequest> OfStates(IReadOnlyList<CommitRequest> requests) => new Unnest<CommitRequest>(requests)
        .Text(request => request.Conversation)
        .BigInt(request => request.Commit.ExpectedVersion + 1)
        .Bytes(request => request.Commit.State)
        .BigInt(request => request.Commit.DueAt?.ToUnixTimeMilliseconds())
        .Text(request => CleanText.Of(request.Commit.Summary.Name))
        .Text(request => CleanText.Of(request.Commit.Summary.WaId))
        .Text(request => CleanText.Of(request.Commit.Summary.BusinessScopedUserId))
        .BigInt(request => request.Commit.Summary.WindowClosesAt?.ToUnixTimeMilliseconds())
        .Boolean(request => request.Commit.Summary.HandledByHuman)
        .BigInt(request => request.Commit.Summary.LastMessageAt.ToUnixTimeMilliseconds())
        .BigInt(request => request.Commit.IsLeased ? null : request.Commit.DueAt?.ToUnixTimeMilliseconds());

    private static long NextSecond(DateTimeOffset time) => (time.ToUnixTimeMilliseconds() + 999) / 1000 * 1000;
}
