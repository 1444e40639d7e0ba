using System.Data.Common;
using Dapper;

namespace Mogambo.Storage.PostgreSql;

/// <summary>What the server says of itself.</summary>
internal static class PostgreSqlServer
{
    // The timeline is the first part of the name of the file that is written to: the control file learns of a new one only later.
    private const string Identity = """
        select (select system_identifier from pg_control_system()) || '/' || ('x' || left(pg_walfile_name(pg_current_wal_lsn()), 8))::bit(32)::int
        """;

    // Only transactions that have written hold back the events; of other roles' ones a role without pg_monitor does not see the age.
    private const string Oldest = """
        select coalesce(extract(epoch from clock_timestamp() - min(since)) / 60, 0)::int from (
            select xact_start as since from pg_stat_activity where backend_xid is not null
            union all
            select prepared from pg_prepared_xacts) t
        where since < clock_timestamp() - interval '5 minutes'
        """;

    public static Task<string?> ReadIdentityAsync(DbConnection connection, DbTransaction? transaction, CancellationToken cancellationToken) =>
        connection.ExecuteScalarAsync<string>(new CommandDefinition(Identity, transaction: transaction, cancellationToken: cancellationToken));

    public static Task<int> ReadOldestTransactionAsync(DbConnection connection, CancellationToken cancellationToken) =>
        connection.ExecuteScalarAsync<int>(new CommandDefinition(Oldest, cancellationToken: cancellationToken));
}
