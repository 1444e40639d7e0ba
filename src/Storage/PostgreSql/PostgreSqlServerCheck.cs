using System.Net.Sockets;
using Npgsql;

namespace Mogambo.Storage.PostgreSql;

/// <summary>Refuses to start on a server that cannot be reached or may lose what it acknowledged: a 200 to a webhook means "on disk".</summary>
internal static class PostgreSqlServerCheck
{
    private const string UnsafeSettings = """
        select name from pg_settings
        where name in ('fsync', 'full_page_writes', 'synchronous_commit') and setting = 'off'
        order by name
        """;

    private const string MayMakeFunctions = "select has_database_privilege(current_database(), 'temporary') and has_language_privilege('plpgsql', 'usage')";

    /// <exception cref="StorageStartupException">One sentence that says what is wrong.</exception>
    public static async Task RunAsync(NpgsqlDataSource source, bool allowUnsafe, CancellationToken cancellationToken)
    {
        try
        {
            await using var command = source.CreateCommand(UnsafeSettings);
            var unsafeSetting = (string?)await command.ExecuteScalarAsync(cancellationToken);
            if (unsafeSetting is not null && !allowUnsafe)
            {
                throw new StorageStartupException(
                    $"The PostgreSQL server has {unsafeSetting} off and may lose what it acknowledged: turn it on, or set Storage:AllowUnsafe.");
            }

            await using var privilege = source.CreateCommand(MayMakeFunctions);
            if (!(bool)(await privilege.ExecuteScalarAsync(cancellationToken))!)
            {
                throw new StorageStartupException(
                    "The role of Storage:ConnectionString may not make temporary functions, which write batches: GRANT TEMPORARY ON DATABASE and USAGE ON LANGUAGE plpgsql to it.");
            }
        }
        catch (PostgresException exception)
        {
            throw new StorageStartupException(
                $"PostgreSQL refused the connection of Storage:ConnectionString ({exception.SqlState}): {exception.MessageText}.", exception)
            {
                MayPass = exception.SqlState is PostgresErrorCodes.CannotConnectNow or PostgresErrorCodes.AdminShutdown or PostgresErrorCodes.CrashShutdown or PostgresErrorCodes.TooManyConnections,
            };
        }
        catch (Exception exception) when (exception is NpgsqlException or SocketException or TimeoutException or IOException)
        {
            throw new StorageStartupException(
                $"The PostgreSQL server of Storage:ConnectionString cannot be reached: {exception.Message}", exception)
            { MayPass = true };
        }
    }
}
