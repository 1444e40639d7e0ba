using Mogambo.Messages;
using Mogambo.Storage.GroupCommit;
using Mogambo.Storage.Messages;

namespace Mogambo.Storage.PostgreSql;

/// <summary>
/// Writes messages: new ones, what turns change of them, and statuses. A rank only rises, of each status the first time is kept, an
/// attempt's wamid is kept until a later attempt has one.
/// </summary>
internal static class PostgreSqlMessageWrites
{
    private static readonly string s_newRows = UnnestedRows.Of("""
        id uuid, at bigint, account text, phone_number_id text, conversation text, direction smallint, type text, content bytea, wamid text,
        phase smallint, attempt integer, rank integer, held_for smallint, error text, in_reply_to uuid, reference text, is_stale boolean,
        created_at bigint, template text, category text, country text, price_micros bigint, price_currency text, price_booked boolean,
        fallback bytea
        """);

    private static readonly string s_changedRows = UnnestedRows.Of("""
        id uuid, at bigint, phase smallint, attempt integer, rank integer, held_for smallint, possible_duplicate boolean, is_claim boolean,
        has_status boolean, wamid text, error text, accepted_at bigint, sent_at bigint, delivered_at bigint, read_at bigint,
        played_at bigint, failed_at bigint, template text, uses_fallback boolean, category text, country text, price_micros bigint,
        price_currency text, price_booked boolean
        """);

    private static readonly string s_statusRows = UnnestedRows.Of("""
        id uuid, at bigint, number text, rank integer, wamid text, error text, pricing bytea, accepted_at bigint, sent_at bigint,
        delivered_at bigint, read_at bigint, played_at bigint, failed_at bigint, category text, country text, price_micros bigint,
        price_currency text, price_booked boolean
        """);

    private static readonly string s_insert = $"""
        insert into message (id, at, account, phone_number_id, conversation, direction, type, content, wamid, phase, attempt, rank, held_for, error,
            in_reply_to, reference, is_stale, created_at, template, category, country, price_micros, price_currency, price_booked, fallback,
            possible_duplicate)
        {s_newRows}, false
        """;

    // Nothing that was taken is claimed again, even where nobody has looked: the division is by zero then, and nothing is written.
    private static readonly string s_change = $"""
        update message m
        set phase = c.phase,
            is_unknown = c.phase = 5,
            attempt = c.attempt,
            rank = greatest(m.rank, c.rank) / (not c.is_claim or m.rank % 16 in (0, 3))::integer,
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
            type = case when c.uses_fallback and m.fallback is not null then 'template' else m.type end,
            content = case when c.uses_fallback then coalesce(m.fallback, m.content) else m.content end,
            template = coalesce(c.template, m.template),
            category = case when c.price_micros is null or m.price_booked then m.category else c.category end,
            country = case when c.price_micros is null or m.price_booked then m.country else c.country end,
            price_currency = case when c.price_micros is null or m.price_booked then m.price_currency else c.price_currency end,
            price_booked = case when c.price_micros is null or m.price_booked then m.price_booked else c.price_booked end,
            price_micros = case when c.price_micros is null or m.price_booked then m.price_micros else c.price_micros end,
            accepted_at = least(m.accepted_at, c.accepted_at),
            sent_at = least(m.sent_at, c.sent_at),
            delivered_at = least(m.delivered_at, c.delivered_at),
            read_at = least(m.read_at, c.read_at),
            played_at = least(m.played_at, c.played_at),
            failed_at = least(m.failed_at, c.failed_at)
        from ({s_changedRows}) c
        where m.id = c.id and m.at = c.at
        """;

    private static readonly string s_readChange = $"{s_change} returning {PostgreSqlLocks.MessageColumns}";

    private static readonly string s_status = $"""
        update message m
        set rank = greatest(m.rank, s.rank),
            wamid = case
                when s.rank / 16 > m.rank / 16 or (s.rank / 16 = m.rank / 16 and m.wamid is null) then s.wamid
                else m.wamid end,
            error = case when s.rank > m.rank then s.error else m.error end,
            pricing = case when s.rank > m.rank then coalesce(s.pricing, m.pricing) else coalesce(m.pricing, s.pricing) end,
            category = case when s.price_micros is null or (m.price_booked and s.rank <= m.rank) then m.category else s.category end,
            country = case when s.price_micros is null or (m.price_booked and s.rank <= m.rank) then m.country else s.country end,
            price_currency = case when s.price_micros is null or (m.price_booked and s.rank <= m.rank) then m.price_currency else s.price_currency end,
            price_booked = case when s.price_micros is null or (m.price_booked and s.rank <= m.rank) then m.price_booked else s.price_booked end,
            price_micros = case when s.price_micros is null or (m.price_booked and s.rank <= m.rank) then m.price_micros else s.price_micros end,
            accepted_at = least(m.accepted_at, s.accepted_at),
            sent_at = least(m.sent_at, s.sent_at),
            delivered_at = least(m.delivered_at, s.delivered_at),
            read_at = least(m.read_at, s.read_at),
            played_at = least(m.played_at, s.played_at),
            failed_at = least(m.failed_at, s.failed_at)
        from ({s_statusRows}) s
        where m.id = s.id and m.at = s.at and m.phone_number_id = s.number
            and (s.rank > m.rank
                or (m.wamid is null and s.rank / 16 = m.rank / 16)
                or (m.pricing is null and s.pricing is not null)
                or (not m.price_booked and s.price_micros is not null)
                or least(m.accepted_at, s.accepted_at) is distinct from m.accepted_at
                or least(m.sent_at, s.sent_at) is distinct from m.sent_at
                or least(m.delivered_at, s.delivered_at) is distinct from m.delivered_at
                or least(m.read_at, s.read_at) is distinct from m.read_at
                or least(m.played_at, s.played_at) is distinct from m.played_at
                or least(m.failed_at, s.failed_at) is distinct from m.failed_at)
        """;

    /// <param name="readChanged">Takes over the rows of changed messages after the change, if it is given.</param>
    public static IEnumerable<PostgreSqlStep> For(
        IReadOnlyList<CommitRequest> commits, IReadOnlyList<StatusMerge> statuses, Action<object[]>? readChanged = null)
    {
        List<NewMessageRow> added = [.. commits.SelectMany(NewMessageRow.Of).OrderBy(row => row.Id)];
        if (added.Count > 0)
        {
            yield return OfNew(added).Step(s_insert);
        }

        List<MessageChangeRow> changed =
            [.. commits.SelectMany(request => request.Commit.Changes).Select(change => new MessageChangeRow(change)).OrderBy(row => row.Id)];
        if (changed.Count > 0)
        {
            yield return readChanged is null ? OfChanges(changed).Step(s_change) : OfChanges(changed).Messages(s_readChange, readChanged);
        }

        if (statuses.Count > 0)
        {
            yield return OfStatuses(statuses).Step(s_status);
        }
    }

    private static Unnest<NewMessageRow> OfNew(IReadOnlyList<NewMessageRow> rows) => new Unnest<NewMessageRow>(rows)
        .Uuid(row => row.Id).BigInt(row => row.At).Text(row => row.Account).Text(row => row.Number).Text(row => row.Conversation)
        .SmallInt(row => row.Direction).Text(row => row.Type).Bytes(row => row.Content).Text(row => row.Wamid).SmallInt(row => row.Phase)
        .Integer(row => row.Attempt).Integer(row => row.Rank).SmallInt(row => row.HeldFor).Text(row => row.Error)
        .NullableUuid(row => row.InReplyTo).Text(row => row.Reference).Boolean(row => row.IsStale)
        .BigInt(row => row.CreatedAt).Text(row => row.Template)
        .Text(row => row.Price.Category).Text(row => row.Price.Country).BigInt(row => row.Price.Micros).Text(row => row.Price.Currency)
        .Boolean(row => row.Price.IsBooked).Bytes(row => row.Fallback);

    private static Unnest<MessageChangeRow> OfChanges(IReadOnlyList<MessageChangeRow> rows) => OfPrices(OfTimes(
        new Unnest<MessageChangeRow>(rows)
            .Uuid(row => row.Id).BigInt(row => row.At).SmallInt(row => row.Phase).Integer(row => row.Attempt).Integer(row => row.Rank)
            .SmallInt(row => row.HeldFor).Boolean(row => row.PossibleDuplicate).Boolean(row => row.IsClaim).Boolean(row => row.HasStatus)
            .Text(row => row.Wamid).Text(row => row.Error),
        row => row.Times).Text(row => row.Template).Boolean(row => row.UsesFallback),
        row => row.Price);

    private static Unnest<StatusMerge> OfStatuses(IReadOnlyList<StatusMerge> rows) => OfPrices(OfTimes(
        new Unnest<StatusMerge>(rows)
            .Uuid(row => row.Key.Id.Value).BigInt(row => row.Key.At).Text(row => row.Number).Integer(row => row.Rank)
            .Text(row => row.Wamid).Text(row => row.Error).Bytes(row => row.Pricing),
        row => row.Times),
        row => new PriceColumns(row.Price));

    private static Unnest<T> OfTimes<T>(Unnest<T> rows, Func<T, StatusTimes> times) => rows
        .BigInt(row => times(row).Of(MessageStatus.Accepted))
        .BigInt(row => times(row).Of(MessageStatus.Sent))
        .BigInt(row => times(row).Of(MessageStatus.Delivered))
        .BigInt(row => times(row).Of(MessageStatus.Read))
        .BigInt(row => times(row).Of(MessageStatus.Played))
        .BigInt(row => times(row).Of(MessageStatus.Failed));

    private static Unnest<T> OfPrices<T>(Unnest<T> rows, Func<T, PriceColumns> price) => rows
        .Text(row => price(row).Category)
        .Text(row => price(row).Country)
        .BigInt(row => price(row).Micros)
        .Text(row => price(row).Currency)
        .Boolean(row => price(row).IsBooked);
}
