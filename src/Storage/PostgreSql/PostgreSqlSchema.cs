using System.Data.Common;
using Dapper;
using DbUp;
using DbUp.Engine;
using DbUp.Engine.Output;
using Mogambo.Storage.Migrations;
using Npgsql;

namespace Mogambo.Storage.PostgreSql;

/// <summary>Brings the schema up to date.</summary>
internal static class PostgreSqlSchema
{
    /// <summary>Any number, the same in every version: who changes the schema holds this advisory lock.</summary>
    public const long LockKey = 0x6D6F67616D626F;

    /// <summary>As <see cref="LockKey"/>: who removes what is old holds this one.</summary>
    public const long CleaningLockKey = LockKey + 1;

    private const int MaxTries = 30;

    private static readonly TimeSpan MigrationTimeout = TimeSpan.FromMinutes(10);
    private static readonly TimeSpan s_betweenTries = TimeSpan.FromSeconds(2);

    /// <exception cref="StorageStartupException">A migration failed.</exception>
    public static async Task MigrateAsync(string connectionString, CancellationToken cancellationToken)
    {
        // The lock is the session's: it goes when the process does, and processes that start together wait for each other.
        await using var connection = new NpgsqlConnection(connectionString);
        await connection.OpenAsync(cancellationToken);
        await connection.ExecuteAsync(new CommandDefinition(
            "set lock_timeout = 0; select pg_advisory_lock(@LockKey)",
            new { LockKey },
            commandTimeout: (int)MigrationTimeout.TotalSeconds,
            cancellationToken: cancellationToken));
        try
        {
            await SchemaAge.CheckAsync(connection, null, "select to_regclass('schema_needs') is not null", cancellationToken);
            await Failpoint.HitAsync("migrate.mid");
            await UpgradeAsync(connectionString, cancellationToken);
        }
        finally
        {
            await connection.ExecuteAsync("select pg_advisory_unlock(@LockKey)", new { LockKey });
        }
    }

    /// <summary>The same lock until the end of a transaction, however long both take.</summary>
    public static Task TakeLockAsync(DbTransaction transaction, CancellationToken cancellationToken) =>
        transaction.Connection!.ExecuteAsync(new CommandDefinition(
            "set local statement_timeout = 0; select pg_advisory_xact_lock(@LockKey)",
            new { LockKey },
            transaction,
            (int)MigrationTimeout.TotalSeconds,
            cancellationToken: cancellationToken));

    /// <summary>A table that somebody holds is tried for again: a backup reads it, or a process of the last version writes much.</summary>
    private static async Task UpgradeAsync(string connectionString, CancellationToken cancellationToken)
    {
        for (var tries = 1; ; tries++)
        {
            var result = await Task.Run(() => Upgrade(connectionString), cancellationToken);
            if (result.Successful)
            {
                return;
            }

            if (tries == MaxTries || result.Error is not PostgresException { SqlState: PostgresErrorCodes.LockNotAvailable })
            {
                throw new StorageStartupException($"Migration {result.ErrorScript?.Name} failed: {result.Error.Message}", result.Error);
            }

            await Task.Delay(s_betweenTries, cancellationToken);
        }
    }

    private static DatabaseUpgradeResult Upgrade(string connectionString) => DeployChanges.To
        .PostgresqlDatabase(connectionString)
        .WithScripts(new EmbeddedMigrations("PostgreSql"))
        .WithTransactionPerScript()
        .WithVariablesDisabled()
        .WithExecutionTimeout(MigrationTimeout)
        .JournalToPostgresqlTable(null, "schema_version")
        .LogTo(new NoOpUpgradeLog())
        .Build()
        .PerformUpgrade();
}
