using System.Globalization;
using Dapper;
using Npgsql;

namespace Mogambo.Storage.PostgreSql;

/// <summary>
/// Makes the monthly partitions of <c>message</c>. Timestamps outside them (a user's message of 2010, a clock in 2099) fall into the
/// default partition; what lies there of a month whose partition is made is moved, or the new partition could not be attached.
/// </summary>
internal static class MonthPartitions
{
    private const int MonthsBefore = 1;
    private const int MonthsAfter = 3;

    public static async Task PrepareAsync(NpgsqlDataSource source, DateTimeOffset now, CancellationToken cancellationToken)
    {
        await using var connection = await source.OpenConnectionAsync(cancellationToken);
        var thisMonth = new DateTimeOffset(now.UtcDateTime.Year, now.UtcDateTime.Month, 1, 0, 0, 0, TimeSpan.Zero);
        for (var offset = -MonthsBefore; offset <= MonthsAfter; offset++)
        {
            await PrepareAsync(connection, thisMonth.AddMonths(offset), cancellationToken);
        }
    }

    private static async Task PrepareAsync(NpgsqlConnection connection, DateTimeOffset month, CancellationToken cancellationToken)
    {
        var name = $"message_{month:yyyy_MM}";
        if (await ExistsAsync(connection, name, cancellationToken))
        {
            return;
        }

        await using var transaction = await connection.BeginTransactionAsync(cancellationToken);
        // Released with the transaction; a process that waited here finds the partition made.
        await connection.ExecuteAsync("select pg_advisory_xact_lock(@LockKey)", new { PostgreSqlSchema.LockKey }, transaction);
        if (!await ExistsAsync(connection, name, cancellationToken))
        {
            await connection.ExecuteAsync(new CommandDefinition(Sql(name, month), transaction: transaction, cancellationToken: cancellationToken));
        }

        await transaction.CommitAsync(cancellationToken);
    }

    // Reads the catalogue's rows: to_regclass may answer from the session's cache what was so before it waited for the lock.
    private static Task<bool> ExistsAsync(NpgsqlConnection connection, string name, CancellationToken cancellationToken) =>
        connection.ExecuteScalarAsync<bool>(new CommandDefinition(
            """
            select exists (
                select from pg_inherits i join pg_class c on c.oid = i.inhrelid
                where i.inhparent = 'message'::regclass and c.relname = @name)
            """,
            new { name },
            cancellationToken: cancellationToken));

    // The name and the bounds are numbers of ours: a statement that makes a table takes no parameters. Locked first, as the writers of
    // other processes hold locks on the table that are only raised in this order without a deadlock.
    private static string Sql(string name, DateTimeOffset month)
    {
        var from = month.ToUnixTimeMilliseconds().ToString(CultureInfo.InvariantCulture);
        var to = month.AddMonths(1).ToUnixTimeMilliseconds().ToString(CultureInfo.InvariantCulture);
        return $"""
            set local lock_timeout = '4s';
            lock table message in share update exclusive mode;
            lock table message_default in access exclusive mode;
            create table {name} (like message including all) with (fillfactor = 50);
            with moved as (delete from message_default where at >= {from} and at < {to} returning *)
            insert into {name} select * from moved;
            alter table message attach partition {name} for values from ({from}) to ({to});
            """;
    }
}
