using Microsoft.Data.Sqlite;

namespace Mogambo.EndToEnd.Tests.Backup;

/// <summary>The file of the backup is put in the database's place.</summary>
public sealed class RestoredSqliteTests(ITestOutputHelper output) : RestoreTests(output)
{
    [Fact]
    public async Task A_restored_file_sends_nothing_again()
    {
        var database = await TestDatabase.CreateAsync("Sqlite");
        var file = new SqliteConnectionStringBuilder(database.ConnectionString).DataSource;
        await RestoreAsync(
            "SQLite",
            database,
            "2026-11-23",
            async () =>
            {
                await using var from = new SqliteConnection(database.ConnectionString + ";Pooling=False");
                await using var to = new SqliteConnection($"Data Source={file}.backup;Pooling=False");
                await from.OpenAsync();
                await to.OpenAsync();
                from.BackupDatabase(to);
                return file + ".backup";
            },
            backup =>
            {
                File.Delete(file + "-wal");
                File.Delete(file + "-shm");
                File.Move(backup, file, overwrite: true);
                return Task.CompletedTask;
            });
    }
}
