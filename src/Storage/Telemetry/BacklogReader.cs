using Dapper;

namespace Mogambo.Storage.Telemetry;

/// <summary>Counts what waits: one statement, each part by an index or over a short table, and none further than <see cref="MaxCounted"/>.</summary>
internal sealed class BacklogReader(IDatabase database)
{
    /// <summary>An operator acts long before; beyond this only "more" is known, and the count costs no more.</summary>
    public const int MaxCounted = 10_000;

    private readonly string _sql = $"""
        select 'inbox' as Place, count(*) as Count, min(created_at) as Oldest,
            coalesce(sum(case when due_at < @before and claimed_until < @before then 1 else 0 end), 0) as Overdue
        from (select created_at, due_at, claimed_until from inbox limit @limit) i
        union all
        select 'conversation', count(*), min(due_at), coalesce(sum(case when due_at < @before then 1 else 0 end), 0)
        from (
            select due_at from (select due_at from conversation where wakes_at <= @now and due_at <= @now order by wakes_at limit @limit) w
            union all
            select due_at from conversation
            where id in (select id from ({database.Leased}) l where over_at < @before) and due_at < @before and (wakes_at is null or wakes_at > @now)) c
        union all
        select 'delivery', count(*), min(next_at), coalesce(sum(case when next_at < @before then 1 else 0 end), 0)
        from (
            select d.next_at from subscription s join delivery d on d.subscription = s.id
            where s.status = 0 and d.state = 0 and d.next_at <= @now limit @limit) d
        union all
        select 'unknown', count(*), min(at), 0 from (select at from message where is_unknown order by at limit @limit) m
        union all
        select 'dead-letter', count(*), null, 0 from (select 1 from dead_letter limit @limit) l
        union all
        select 'parked-number', count(*), min(parked_at), 0 from number where parked_token_hash is not null
        union all
        select 'paused-subscription', count(*), null, 0 from subscription where status = 1
        union all
        select 'number-lease', count(*), null, 0 from number_lease where granted_until > @now
        """;

    private static readonly TimeSpan s_overdue = TimeSpan.FromSeconds(60);

    public async Task<IReadOnlyList<Backlog>> ReadAsync(DateTimeOffset now, CancellationToken cancellationToken)
    {
        var arguments = new { now = now.ToUnixTimeMilliseconds(), before = (now - s_overdue).ToUnixTimeMilliseconds(), limit = MaxCounted };
        var rows = await database.ReadAsync(
            connection => connection.QueryAsync<Row>(new CommandDefinition(_sql, arguments, cancellationToken: cancellationToken)), cancellationToken);
        return
        [
            .. rows.Select(row => new Backlog(
                row.Place, row.Count, row.Oldest is { } at ? DateTimeOffset.FromUnixTimeMilliseconds(at) : null, row.Overdue)),
        ];
    }

    private sealed class Row
    {
        public required string Place { get; init; }

        public long Count { get; init; }

        public long? Oldest { get; init; }

        public long Overdue { get; init; }
    }
}
