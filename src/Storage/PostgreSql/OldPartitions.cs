using System.Globalization;
using Dapper;

namespace Mogambo.Storage.PostgreSql;

/// <summary>
/// Drops the months of <c>message</c> that lie wholly before a time, one in each transaction, and removes from the default partition what
/// is as old. A month whose lock is not to be had soon waits for the next round.
/// </summary>
internal static class OldPartitions
{
    private const string Months = """
        select c.relname from pg_inherits i join pg_class c on c.oid = i.inhrelid
        where i.inhparent = 'message'::regclass and c.relname ~ '^message_[0-9]{4}_[0-9]{2}$'
        order by 1
        """;

    private const string Strays = "delete from message_default where (id, at) in (select id, at from message_default where at < @before limit 500)";

    public static async Task RemoveAsync(PostgreSqlDatabase database, DateTimeOffset before, CancellationToken cancellationToken)
    {
        var months = await database.ReadAsync(
            async connection => (await connection.QueryAsync<string>(new CommandDefinition(Months, cancellationToken: cancellationToken))).ToList(),
            cancellationToken);
        foreach (var month in months.Where(month => EndOf(month) <= before))
        {
            // Writers that wait behind this lock wait no longer than this.
            await WriteAsync($"set local lock_timeout = '1s'; drop table if exists {month}");
        }

        while (await WriteAsync(Strays) > 0)
        {
        }

        Task<int> WriteAsync(string sql) => database.WriteAsync(
            async transaction => await database.TryCleanAloneAsync(transaction, cancellationToken)
                ? await transaction.Connection!.ExecuteAsync(new CommandDefinition(
                    sql, new { before = before.ToUnixTimeMilliseconds() }, transaction, cancellationToken: cancellationToken))
                : 0,
            cancellationToken);
    }

    private static DateTimeOffset EndOf(string month) =>
        DateTimeOffset.ParseExact(month["message_".Length..], "yyyy_MM", CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal).AddMonths(1);
}
