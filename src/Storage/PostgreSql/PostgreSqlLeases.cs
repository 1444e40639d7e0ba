using Npgsql;

namespace Mogambo.Storage.PostgreSql;

/// <summary>
/// The alarms of leases. A batch writes one row for all of its conversations that have one; when it is over, those that still stand as they did are due like any
/// other. Most were given back long before, and cost nothing but the look.
/// </summary>
internal static class PostgreSqlLeases
{
    // A row that another process takes is its business, with all in it. Conversations are locked in the order of everybody.
    private const string Ring = """
        with over as (
            delete from lease
            where (due_at, id) in (select due_at, id from lease where due_at <= $1 order by due_at, id limit 200 for update skip locked)
            returning conversations),
        due as (
            select c.id from (select distinct unnest(conversations) as id from over) o
            join conversation c on c.id = o.id
            where c.due_at <= $1 and (c.wakes_at is null or c.wakes_at > c.due_at)
            order by c.id for no key update of c)
        update conversation c set wakes_at = c.due_at from due where c.id = due.id
        """;

    /// <param name="source">With the plans of batches.</param>
    public static async Task RingAsync(NpgsqlDataSource source, DateTimeOffset now, CancellationToken cancellationToken)
    {
        await using var command = source.CreateCommand(Ring);
        command.Parameters.Add(new NpgsqlParameter<long> { TypedValue = now.ToUnixTimeMilliseconds() });
        await command.ExecuteNonQueryAsync(cancellationToken);
    }
}
