using System.Data.Common;
using Dapper;
using DbUp;
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

    private static readonly TimeSpan MigrationTimeout = TimeSpan.FromMinutes(10);

    /// <exception cref="StorageStartupException">A migration failed.</exception>
    public static async Task MigrateAsync(string connectionString, CancellationToken cancellationToken)
    {
        // The lock is the session's: it goes when the process does, and processes that start together wait for each other.
        await using var connection = new NpgsqlConnection(connectionString);
        await connection.OpenAsync(cancellationToken);
        await connection.ExecuteAsync(new CommandDefinition(
            "select pg_advisory_lock(@LockKey)",
            new { LockKey },
            commandTimeout: (int)MigrationTimeout.TotalSeconds,
            cancellationToken: cancellationToken));
        try
        {
            await SchemaAge.CheckAsync(connection, null, "select to_regclass('schema_needs') is not null", cancellationToken);
            await Failpoint.HitAsync("migrate.mid");
            await Task.Run(() => Upgrade(connectionString), cancellationToken);
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

    private static void Upgrade(string connectionString)
    {
        var result = DeployChanges.To
            .PostgresqlDatabase(connectionString)
            .WithScripts(new EmbeddedMigrations("PostgreSql"))
            .WithTransactionPerScript()
            .WithVariablesDisabled()
            .WithExecutionTimeout(MigrationTimeout)
            .JournalToPostgresqlTable(null, "schema_version")
            .LogTo(new NoOpUpgradeLog())
            .Build()
            .PerformUpgrade();
        if (!result.Successful)
        {
            throw new StorageStartupException($"Migration {result.ErrorScript?.Name} failed: {result.Error.Message}", result.Error);
        }
    }
}
