using Mogambo.Storage.Conversations;
using Mogambo.Storage.GroupCommit;

namespace Mogambo.Storage.PostgreSql;

/// <summary>Locks the portfolios that claims of a batch count for, and reads how many users they have reached. Last, as many want the same one.</summary>
internal static class PostgreSqlPortfolioLocks
{
    private const string Lock = "select name from portfolio where name = any($1) order by name for update";

    private const string FindUsers = """
        select u.portfolio, u.user_id, u.at
        from unnest($1::text[], $2::text[], $3::bigint[]) as k(portfolio, user_id, since)
        join portfolio_user u on u.portfolio = k.portfolio and u.user_id = k.user_id
        where u.at > k.since
        """;

    // Counts only where a user of the batch is not among those counted.
    private const string Count = """
        select k.portfolio, count(*), min(u.at)
        from (select portfolio, max(since) as since
            from unnest($1::text[], $2::text[], $3::bigint[]) as c(portfolio, user_id, since)
            where not exists (
                select from portfolio_user v where v.portfolio = c.portfolio and v.user_id = c.user_id and v.at > c.since)
            group by portfolio) k
        join portfolio_user u on u.portfolio = k.portfolio and u.at > k.since
        group by k.portfolio
        """;

    public static IEnumerable<PostgreSqlStep> Steps(WriteBatch batch, LockedRows rows)
    {
        if (batch.PortfolioUses is not { Count: > 0 } uses)
        {
            yield break;
        }

        yield return new Unnest<string>([.. uses.Select(commit => commit.Portfolio!.Name).Distinct()]).Text(name => name).Check(Lock);
        yield return OfUses(uses).Step(FindUsers, reader => rows.Portfolios.ReadUser(reader.GetString(0), reader.GetString(1), reader.GetInt64(2)));
        yield return OfUses(uses).Step(Count, reader => rows.Portfolios.ReadCount(reader.GetString(0), reader.GetInt64(1), reader.GetInt64(2)));
    }

    private static Unnest<ConversationCommit> OfUses(IReadOnlyList<ConversationCommit> uses) => new Unnest<ConversationCommit>(uses)
        .Text(commit => commit.Portfolio!.Name)
        .Text(commit => commit.Id.User.Value)
        .BigInt(commit => (commit.Portfolio!.At - BatchPortfolios.Window).ToUnixTimeMilliseconds());
}
