using Mogambo.Storage.GroupCommit;
using Mogambo.Storage.OptIns;

namespace Mogambo.Storage.PostgreSql;

/// <summary>Writes where users stand, and the ledger.</summary>
internal static class PostgreSqlOptInWrites
{
    // A user whose first row another process inserts at the same moment is a unique violation: the batch is tried again and merges into it.
    private const string Insert = "insert into opt_in (account, user_id, state) select * from unnest($1::text[], $2::text[], $3::text[])";

    private const string Update = """
        update opt_in o set state = n.state
        from unnest($1::text[], $2::text[], $3::text[]) as n(account, user_id, state)
        where o.account = n.account and o.user_id = n.user_id
        """;

    private const string Append = """
        insert into opt_in_entry (account, user_id, at, id, number, action, source, evidence, recorded_by, recorded_at)
        select * from unnest($1::text[], $2::text[], $3::bigint[], $4::uuid[], $5::text[], $6::smallint[], $7::text[], $8::text[],
            $9::text[], $10::bigint[])
        on conflict do nothing
        """;

    public static IEnumerable<PostgreSqlStep> For(BatchOptIns optIns, DateTimeOffset now)
    {
        if (optIns.Added.ToList() is { Count: > 0 } added)
        {
            yield return OfStates(added).Step(Insert);
        }

        if (optIns.Changed.ToList() is { Count: > 0 } changed)
        {
            yield return OfStates(changed).Step(Update);
        }

        if (optIns.Entries.ToList() is { Count: > 0 } entries)
        {
            yield return OfEntries(entries, now).Step(Append);
        }
    }

    private static Unnest<KeyValuePair<OptInKey, OptInState>> OfStates(IReadOnlyList<KeyValuePair<OptInKey, OptInState>> rows) =>
        new Unnest<KeyValuePair<OptInKey, OptInState>>(rows)
            .Text(row => row.Key.Account).Text(row => row.Key.User).Text(row => OptInStateJson.Of(row.Value));

    private static Unnest<OptInEntryRow> OfEntries(IReadOnlyList<OptInEntryRow> rows, DateTimeOffset now) => new Unnest<OptInEntryRow>(rows)
        .Text(row => row.Account).Text(row => row.User).BigInt(row => row.At).Uuid(row => row.Id).Text(row => row.Number)
        .SmallInt(row => row.Action).Text(row => row.Source).Text(row => row.Evidence).Text(row => row.By)
        .BigInt(_ => now.ToUnixTimeMilliseconds());
}
