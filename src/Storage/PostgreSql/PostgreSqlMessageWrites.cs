using Mogambo.Messages;
using Mogambo.Storage.GroupCommit;
using Mogambo.Storage.Messages;
using Npgsql;

namespace Mogambo.Storage.PostgreSql;

/// <summary>
/// Writes messages: new ones, what turns change of them, and statuses. A rank only rises, of each status the first time is kept, an
/// attempt's wamid is kept until a later attempt has one.
/// </summary>
internal static class PostgreSqlMessageWrites
{
    private const string Insert = """
        insert into message (id, at, account, phone_number_id, conversation, direction, type, content, wamid, phase, attempt, rank,
            held_for, error, in_reply_to, reference, is_stale, possible_duplicate, created_at)
        select * from unnest($1::uuid[], $2::bigint[], $3::text[], $4::text[], $5::text[], $6::smallint[], $7::text[], $8::bytea[],
            $9::text[], $10::smallint[], $11::integer[], $12::integer[], $13::smallint[], $14::text[], $15::uuid[], $16::text[],
            $17::boolean[], $18::boolean[], $19::bigint[])
        """;

    private const string Change = """
        update message m
        set phase = c.phase,
            attempt = c.attempt,
            rank = greatest(m.rank, c.rank),
            held_for = c.held_for,
            possible_duplicate = m.possible_duplicate or c.possible_duplicate,
            wamid = case
                when c.is_claim then c.wamid
                when m.rank / 16 > c.attempt then m.wamid
                else coalesce(c.wamid, m.wamid) end,
            error = case
                when c.is_claim then c.error
                when c.has_status and c.rank < m.rank then m.error
                else coalesce(c.error, m.error) end,
            accepted_at = least(m.accepted_at, c.accepted_at),
            sent_at = least(m.sent_at, c.sent_at),
            delivered_at = least(m.delivered_at, c.delivered_at),
            read_at = least(m.read_at, c.read_at),
            played_at = least(m.played_at, c.played_at),
            failed_at = least(m.failed_at, c.failed_at)
        from unnest($1::uuid[], $2::bigint[], $3::smallint[], $4::integer[], $5::integer[], $6::smallint[], $7::boolean[], $8::boolean[],
            $9::boolean[], $10::text[], $11::text[], $12::bigint[], $13::bigint[], $14::bigint[], $15::bigint[], $16::bigint[],
            $17::bigint[])
            as c(id, at, phase, attempt, rank, held_for, possible_duplicate, is_claim, has_status, wamid, error, accepted_at, sent_at,
                delivered_at, read_at, played_at, failed_at)
        where m.id = c.id and m.at = c.at
        """;

    private const string Status = """
        update message m
        set rank = greatest(m.rank, s.rank),
            wamid = case
                when s.rank / 16 > m.rank / 16 or (s.rank / 16 = m.rank / 16 and m.wamid is null) then s.wamid
                else m.wamid end,
            error = case when s.rank > m.rank then s.error else m.error end,
            pricing = case when s.rank > m.rank then coalesce(s.pricing, m.pricing) else coalesce(m.pricing, s.pricing) end,
            accepted_at = least(m.accepted_at, s.accepted_at),
            sent_at = least(m.sent_at, s.sent_at),
            delivered_at = least(m.delivered_at, s.delivered_at),
            read_at = least(m.read_at, s.read_at),
            played_at = least(m.played_at, s.played_at),
            failed_at = least(m.failed_at, s.failed_at)
        from unnest($1::uuid[], $2::bigint[], $3::text[], $4::integer[], $5::text[], $6::text[], $7::bytea[], $8::bigint[], $9::bigint[],
            $10::bigint[], $11::bigint[], $12::bigint[], $13::bigint[])
            as s(id, at, number, rank, wamid, error, pricing, accepted_at, sent_at, delivered_at, read_at, played_at, failed_at)
        where m.id = s.id and m.at = s.at and m.phone_number_id = s.number
            and (s.rank > m.rank
                or (m.wamid is null and s.rank / 16 = m.rank / 16)
                or (m.pricing is null and s.pricing is not null)
                or least(m.accepted_at, s.accepted_at) is distinct from m.accepted_at
                or least(m.sent_at, s.sent_at) is distinct from m.sent_at
                or least(m.delivered_at, s.delivered_at) is distinct from m.delivered_at
                or least(m.read_at, s.read_at) is distinct from m.read_at
                or least(m.played_at, s.played_at) is distinct from m.played_at
                or least(m.failed_at, s.failed_at) is distinct from m.failed_at)
        """;

    public static IEnumerable<NpgsqlBatchCommand> For(IReadOnlyList<CommitRequest> commits, IReadOnlyList<StatusMerge> statuses)
    {
        List<NewMessageRow> added = [.. commits.SelectMany(NewMessageRow.Of).OrderBy(row => row.Id.ToString(), StringComparer.Ordinal)];
        if (added.Count > 0)
        {
            yield return OfNew(added).Command(Insert);
        }

        List<MessageChangeRow> changed = [.. commits.SelectMany(request => request.Commit.Changes).Select(change => new MessageChangeRow(change))];
        if (changed.Count > 0)
        {
            yield return OfChanges(changed).Command(Change);
        }

        if (statuses.Count > 0)
        {
            yield return OfStatuses(statuses).Command(Status);
        }
    }

    private static Unnest<NewMessageRow> OfNew(IReadOnlyList<NewMessageRow> rows) => new Unnest<NewMessageRow>(rows)
        .Uuid(row => row.Id).BigInt(row => row.At).Text(row => row.Account).Text(row => row.Number).Text(row => row.Conversation)
        .SmallInt(row => row.Direction).Text(row => row.Type).Bytes(row => row.Content).Text(row => row.Wamid).SmallInt(row => row.Phase)
        .Integer(row => row.Attempt).Integer(row => row.Rank).SmallInt(row => row.HeldFor).Text(row => row.Error)
        .NullableUuid(row => row.InReplyTo).Text(row => row.Reference).Boolean(row => row.IsStale).Boolean(_ => false)
        .BigInt(row => row.CreatedAt);

    private static Unnest<MessageChangeRow> OfChanges(IReadOnlyList<MessageChangeRow> rows) => OfTimes(
        new Unnest<MessageChangeRow>(rows)
            .Uuid(row => row.Id).BigInt(row => row.At).SmallInt(row => row.Phase).Integer(row => row.Attempt).Integer(row => row.Rank)
            .SmallInt(row => row.HeldFor).Boolean(row => row.PossibleDuplicate).Boolean(row => row.IsClaim).Boolean(row => row.HasStatus)
            .Text(row => row.Wamid).Text(row => row.Error),
        row => row.Times);

    private static Unnest<StatusMerge> OfStatuses(IReadOnlyList<StatusMerge> rows) => OfTimes(
        new Unnest<StatusMerge>(rows)
            .Uuid(row => row.Key.Id.Value).BigInt(row => row.Key.At).Text(row => row.Number).Integer(row => row.Rank)
            .Text(row => row.Wamid).Text(row => row.Error).Bytes(row => row.Pricing),
        row => row.Times);

    private static Unnest<T> OfTimes<T>(Unnest<T> rows, Func<T, StatusTimes> times) => rows
        .BigInt(row => times(row).Of(MessageStatus.Accepted))
        .BigInt(row => times(row).Of(MessageStatus.Sent))
        .BigInt(row => times(row).Of(MessageStatus.Delivered))
        .BigInt(row => times(row).Of(MessageStatus.Read))
        .BigInt(row => times(row).Of(MessageStatus.Played))
        .BigInt(row => times(row).Of(MessageStatus.Failed));
}
