using Mogambo.Storage.GroupCommit;

namespace Mogambo.Storage.Sqlite;

/// <summary>Writes the states of conversations, their bots' contexts and the parks of their numbers.</summary>
internal static class SqliteConversationWrites
{
    // An alarm that rang and was not taken yet rings on: a template's approval or a number's release may have set it, which this commit knows
    // nothing of.
    private const string State = """
        insert into conversation (id, account, phone_number_id, user_id, version, state, due_at, name, wa_id, business_scoped_user_id,
            window_closes_at, handled_by_human, last_message_at, wakes_at)
        values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $7)
        on conflict (id) do update
        set version = excluded.version, state = excluded.state,
            due_at = case when conversation.due_at <= $14 then conversation.due_at else excluded.due_at end,
            wakes_at = min(
                coalesce(conversation.wakes_at, case when conversation.due_at <= $14 then conversation.due_at else excluded.due_at end),
                coalesce(case when conversation.due_at <= $14 then conversation.due_at else excluded.due_at end, conversation.wakes_at)),
            name = excluded.name, wa_id = excluded.wa_id, business_scoped_user_id = excluded.business_scoped_user_id, window_closes_at = excluded.window_closes_at,
            handled_by_human = excluded.handled_by_human, last_message_at = excluded.last_message_at
        """;

    private const string SetContext =
        "insert into bot_context (conversation, context) values ($1, $2) on conflict (conversation) do update set context = excluded.context";

    private const string RemoveContext = "delete from bot_context where conversation = $1";

    private const string Park = """
        insert into number (phone_number_id, parked_token_hash, parked_error, parked_at, account) values ($1, $2, $3, $4, $5)
        on conflict (phone_number_id) do update
        set parked_token_hash = excluded.parked_token_hash, parked_error = excluded.parked_error, parked_at = excluded.parked_at,
            account = excluded.account
        """;

    public static async Task WriteAsync(SqliteStatements statements, IReadOnlyList<CommitRequest> requests, DateTimeOffset now)
    {
        foreach (var request in requests)
        {
            await WriteStateAsync(statements, request, now);
            switch (request.Commit.BotContext)
            {
                case { Length: 0 }:
                    await statements.ExecuteAsync(RemoveContext, request.Conversation);
                    break;
                case { } context:
                    await statements.ExecuteAsync(SetContext, request.Conversation, context);
                    break;
            }

            if (request.Commit.Park is { } park)
            {
                await statements.ExecuteAsync(
                    Park,
                    request.Commit.Id.Number.Value,
                    CleanText.Of(park.TokenHash),
                    MessageErrorJson.Of(park.Error),
                    park.At.ToUnixTimeMilliseconds(),
                    request.Commit.Account.Value);
            }
        }
    }

    private static Task<int> WriteStateAsync(SqliteStatements statements, CommitRequest request, DateTimeOffset now) => statements.ExecuteAsync(
        State,
        request.Conversation,
        request.Commit.Account.Value,
        request.Commit.Id.Number.Value,
        request.Commit.Id.User.Value,
        request.Commit.ExpectedVersion + 1,
        request.Commit.State,
        request.Commit.DueAt?.ToUnixTimeMilliseconds(),
        CleanText.Of(request.Commit.Summary.Name),
        CleanText.Of(request.Commit.Summary.WaId),
        CleanText.Of(request.Commit.Summary.BusinessScopedUserId),
        request.Commit.Summary.WindowClosesAt?.ToUnixTimeMilliseconds(),
        request.Commit.Summary.HandledByHuman,
        request.Commit.Summary.LastMessageAt.ToUnixTimeMilliseconds(),
        now.ToUnixTimeMilliseconds());
}
