using Mogambo.Accounts;
using Mogambo.Conversations;
using Mogambo.Messages;
using Mogambo.Storage.Conversations;
using Mogambo.Storage.GroupCommit;
using Mogambo.Storage.Idempotency;
using Mogambo.Storage.OptIns;
using Mogambo.Storage.Templates;

namespace Mogambo.Storage.Sqlite;

/// <summary>Reads what a batch depends on; the transaction holds the file's only write lock, so nothing needs a lock of its own.</summary>
internal static class SqliteLocks
{
    private const string Number =
        "select parked_token_hash, parked_error, parked_at from number where phone_number_id = $1 and parked_token_hash is not null";

    private const string Template =
        $"select {TemplateColumns.All} from template t where t.account = $1 and t.name = $2 and t.language = $3";

    private const string OptIn = "select state from opt_in where account = $1 and user_id = $2";

    private const string UsedKey =
        $"select {IdempotencyColumns.All} from idempotency i where i.account = $1 and i.endpoint = $2 and i.key = $3";

    private const string PortfolioUser = "select at from portfolio_user where portfolio = $1 and user_id = $2 and at > $3";

    private const string PortfolioCount = "select count(*), coalesce(min(at), 0) from portfolio_user where portfolio = $1 and at > $2";

    private const string Conversation = "select version from conversation where id = $1";

    private const string Message =
        "select account, phone_number_id, conversation, attempt, rank, phase, in_reply_to from message where id = $1 and at = $2 and direction = 1";

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

        await ReadGatesAsync(statements, batch, rows);
        await ReadMessagesAsync(statements, batch, rows);
        await ReadPortfoliosAsync(statements, batch, rows);
        return rows;
    }

    private static async Task ReadGatesAsync(SqliteStatements statements, WriteBatch batch, LockedRows rows)
    {
        foreach (var key in batch.Templates)
        {
            await using var reader = await statements.QueryAsync(Template, key.Account.Value, key.Name, key.Language);
            if (await reader.ReadAsync())
            {
                rows.Templates.Read(TemplateColumns.Read(reader));
            }
        }

        foreach (var key in batch.OptIns)
        {
            await using var reader = await statements.QueryAsync(OptIn, key.Account, key.User);
            if (await reader.ReadAsync())
            {
                rows.OptIns.Read(key, OptInStateJson.Parse(reader.GetString(0)));
            }
        }

        foreach (var key in batch.IdempotencyKeys.Select(IdempotencyRef.Of))
        {
            await using var reader = await statements.QueryAsync(UsedKey, key.Account, key.Endpoint, key.Key);
            if (await reader.ReadAsync())
            {
                rows.UsedKeys[key] = IdempotencyColumns.Read(reader);
            }
        }
    }

    private static async Task ReadPortfoliosAsync(SqliteStatements statements, WriteBatch batch, LockedRows rows)
    {
        var uncounted = new Dictionary<string, long>();
        foreach (var commit in batch.PortfolioUses)
        {
            var (name, user) = (commit.Portfolio!.Name, commit.Id.User.Value);
            var since = (commit.Portfolio.At - BatchPortfolios.Window).ToUnixTimeMilliseconds();
            await using var reader = await statements.QueryAsync(PortfolioUser, name, user, since);
            if (await reader.ReadAsync())
            {
                rows.Portfolios.ReadUser(name, user, reader.GetInt64(0));
            }
            else
            {
                uncounted[name] = Math.Max(since, uncounted.GetValueOrDefault(name, since));
            }
        }

        foreach (var (name, since) in uncounted)
        {
            await using var reader = await statements.QueryAsync(PortfolioCount, name, since);
            if (await reader.ReadAsync() && reader.GetInt64(0) > 0)
            {
                rows.Portfolios.ReadCount(name, reader.GetInt64(0), reader.GetInt64(1));
            }
        }
    }

    private static async Task ReadMessagesAsync(SqliteStatements statements, WriteBatch batch, LockedRows rows)
    {
        foreach (var key in batch.ChangedMessages)
        {
            await using var reader = await statements.QueryAsync(Message, key.Id.Value, key.At);
            if (await reader.ReadAsync())
            {
                rows.Messages[key.Id] = new MessageRow(
                    key.Id,
                    new AccountId(reader.GetString(0)),
                    reader.GetString(1),
                    ConversationId.Parse(reader.GetString(2)),
                    reader.GetInt32(3),
                    reader.GetInt32(4),
                    (MessagePhase)reader.GetInt32(5),
                    reader.IsDBNull(6) ? null : new MessageId(RowId.GuidOf(reader.GetValue(6))));
            }
        }

        foreach (var key in batch.NewInbound)
        {
            await using var reader = await statements.QueryAsync(Duplicate, key.Id.Value, key.At);
            if (await reader.ReadAsync())
            {
                rows.Duplicates.Add(key.Id);
            }
        }
    }
}
