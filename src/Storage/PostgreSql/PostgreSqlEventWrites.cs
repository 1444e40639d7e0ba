using Mogambo.Storage.Events;

namespace Mogambo.Storage.PostgreSql;

/// <summary>Writes the events of a batch, numbered in their order.</summary>
internal static class PostgreSqlEventWrites
{
    private const string Insert = """
        insert into event (account, type, subject, message_id, message_at, status, data, at, recorded_at)
        select account, type, subject, message_id, message_at, status, data, at, recorded_at
        from unnest($1::text[], $2::text[], $3::text[], $4::uuid[], $5::bigint[], $6::text[], $7::bytea[], $8::bigint[], $9::bigint[])
            with ordinality as row(account, type, subject, message_id, message_at, status, data, at, recorded_at, place)
        order by place
        """;

    public static IEnumerable<PostgreSqlStep> For(IReadOnlyList<EventRow> rows)
    {
        if (rows.Count > 0)
        {
            yield return new Unnest<EventRow>(rows)
                .Text(row => row.Account).Text(row => row.Type).Text(row => row.Subject).NullableUuid(row => row.Message?.Id.Value)
                .BigInt(row => row.Message?.At).Text(row => row.Status).Bytes(row => row.Data).BigInt(row => row.At)
                .BigInt(row => row.RecordedAt)
                .Step(Insert);
        }
    }
}
