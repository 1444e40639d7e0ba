using DbUp;
using DbUp.Engine.Output;
using DbUp.Sqlite.Helpers;
using Microsoft.Data.Sqlite;
using Mogambo.Storage.Migrations;

namespace Mogambo.Storage.Sqlite;

/// <summary>Makes the file and brings its schema up to date.</summary>
internal static class SqliteSchema
{
    /// <exception cref="StorageStartupException">The file cannot be opened, or a migration failed.</exception>
    public static async Task MigrateAsync(SqliteFile file)
    {
        file.CreateDirectory();
        try
        {
            await using var connection = await file.OpenAsync();
            // One transaction around everything: processes that start together wait here for each other.
            await ExecuteAsync(connection, "begin immediate");
            await SchemaAge.CheckAsync(
                connection, null, "select count(*) > 0 from sqlite_master where type = 'table' and name = 'schema_needs'", CancellationToken.None);
            Upgrade(connection);
            await ExecuteAsync(connection, "commit");
        }
        catch (SqliteException exception)
        {
            throw new StorageStartupException($"The database file {file.Path} cannot be opened: {exception.Message}", exception);
        }
    }

    private static void Upgrade(SqliteConnection connection)
    {
        using var shared = new SharedConnection(connection);
        var result = DeployChanges.To
            .SqliteDatabase(shared)
            .WithScripts(new EmbeddedMigrations("Sqlite"))
            .WithoutTransaction()
            .WithVariablesDisabled()
            .JournalToSqliteTable("schema_version")
            .LogTo(new NoOpUpgradeLog())
            .Build()
            .PerformUpgrade();
        if (!result.Successful)
        {
            throw new StorageStartupException($"Migration {result.ErrorScript?.Name} failed: {result.Error.Message}", result.Error);
        }
    }

    private static async Task ExecuteAsync(SqliteConnection connection, string sql)
    {
        await using var command = connection.CreateCommand();
        command.CommandText = sql;
        await command.ExecuteNonQueryAsync();
    }
}
