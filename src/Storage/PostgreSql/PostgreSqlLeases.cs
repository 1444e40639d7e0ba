using Npgsql;

namespace Mogambo.Storage.PostgreSql;

/// <summary>
/// The alarms of leases. A batch writes one row for all of its conversations that have one; when it is over, those that still stand as they did are due like any
/// other. Most were given back long before, and cost nothing but the look.
/// </summary>
internal static class PostgreSqlLeases
{
    // Some thousands of conversations at once, each looked up by its key.
    private const int MaxRows = 20;

    /// <inheritdoc cref="IDatabase.Leased"/>
    public const string All = "select unnest(conversations) as id, due_at as over_at from lease";

    // A row that another process takes is its business, with all in it. A conversation that somebody holds is looked at again a second later: nobody waits for it.
    private static readonly string s_ring = $"""
        with over as (
            delete from lease
            where (due_at, id) in (select due_at, id from lease where due_at <= $1 order by due_at, id limit {MaxRows} for update skip locked)
            returning conversations),
        due as (
            select c.id from (select distinct unnest(conversations) as id from over) o
            join conversation c on c.id = o.id
            where c.due_at <= $1 and (c.wakes_at is null or c.wakes_at > c.due_at)),
        free as (
            select c.id from conversation c join due on due.id = c.id
            where c.due_at <= $1 and (c.wakes_at is null or c.wakes_at > c.due_at)
            for no key update of c skip locked),
        rung as (update conversation c set wakes_at = c.due_at from free where c.id = free.id),
        left_over as (
            insert into lease (due_at, conversations)
            select $1 + 1000, array_agg(id) from due where id not in (select id from free) having count(*) > 0)
        select count(*) from over
        """;

    /// <summary>Rings all that are over, some at a time.</summary>
    /// <param name="source">With the plans of batches.</param>
    public static async Task RingAsync(NpgsqlDataSource source, DateTimeOffset now, CancellationToken cancellationToken)
    {
        await using var command = source.CreateCommand(s_ring);
        command.Parameters.Add(new NpgsqlParameter<long> { TypedValue = now.ToUnixTimeMilliseconds() });
        while ((long)(await command.ExecuteScalarAsync(cancellationToken))! >= MaxRows)
        {
        }
    }
}
