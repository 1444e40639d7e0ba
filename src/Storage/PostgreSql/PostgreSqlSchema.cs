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

    private static readonly TimeSpan MigrationTimeout = TimeSpan.FromMinutes(10);

    /// <exception cref="StorageStartupException">A migration failed.</exception>
    public static async Task MigrateAsync(NpgsqlDataSource source, string connectionString, CancellationToken cancellationToken)
    {
        // The lock is the session's: it goes when the process does, and processes that start together wait for each other.
        await using var connection = await source.OpenConnectionAsync(cancellationToken);
        await connection.ExecuteAsync(new CommandDefinition(
            "select pg_advisory_lock(@LockKey)",
            new { LockKey },
            commandTimeout: (int)MigrationTimeout.TotalSeconds,
            cancellationToken: cancellationToken));
        try
        {
            await Failpoint.HitAsync("migrate.mid");
            await Task.Run(() => Upgrade(connectionString), cancellationToken);
        }
        finally
        {
            await connection.ExecuteAsync("select pg_advisory_unlock(@LockKey)", new { LockKey });
        }
    }

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
