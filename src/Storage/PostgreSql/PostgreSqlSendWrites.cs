using Mogambo.Storage.GroupCommit;
using Mogambo.Storage.Idempotency;

namespace Mogambo.Storage.PostgreSql;

/// <summary>Writes what comes with sends: callers' keys, and the users that count for a portfolio.</summary>
internal static class PostgreSqlSendWrites
{
    // A key that another process stores at the same moment is a unique violation: the batch is tried again and finds it.
    private static readonly string s_insertKeys = $"""
        insert into idempotency (account, endpoint, key, fingerprint, message_id, status_code, created_at)
        {UnnestedRows.Of("account text, endpoint text, key text, fingerprint bytea, message_id uuid, status_code integer, created_at bigint")}
        """;

    private const string SetUsers = """
        insert into portfolio_user (portfolio, user_id, at)
        select * from unnest($1::text[], $2::text[], $3::bigint[])
        on conflict (portfolio, user_id) do update set at = greatest(portfolio_user.at, excluded.at)
        """;

    public static IEnumerable<PostgreSqlStep> For(BatchDecision decision)
    {
        List<IdempotencyKey> keys =
        [
            .. decision.Allowed.Select(request => request.Commit.Idempotency).OfType<IdempotencyKey>()
                .OrderBy(key => key.Account.Value, StringComparer.Ordinal)
                .ThenBy(key => key.Endpoint, StringComparer.Ordinal)
                .ThenBy(key => key.Key, StringComparer.Ordinal),
        ];
        if (keys.Count > 0)
        {
            yield return OfKeys(keys)
                .Bytes(key => key.Fingerprint).Uuid(key => key.Message.Value).Integer(key => key.StatusCode)
                .BigInt(_ => decision.Now.ToUnixTimeMilliseconds())
                .Step(s_insertKeys);
        }

        if (decision.Rows.Portfolios.Used.ToList() is { Count: > 0 } used)
        {
            yield return new Unnest<(string Portfolio, string User, long At)>(used)
                .Text(row => row.Portfolio).Text(row => row.User).BigInt(row => row.At).Step(SetUsers);
        }
    }

    public static Unnest<IdempotencyKey> OfKeys(IReadOnlyList<IdempotencyKey> keys) => new Unnest<IdempotencyKey>(keys)
        .Text(key => key.Account.Value).Text(key => CleanText.Of(key.Endpoint)).Text(key => CleanText.Of(key.Key));
}
