using Microsoft.Data.Sqlite;

namespace Mogambo.Storage.Sqlite;

/// <summary>The database's file: where it is and how it is opened.</summary>
internal sealed class SqliteFile
{
    // Every commit is on disk before it is answered; a writer of another process is waited for.
    private const string Settings = """
        pragma journal_mode = wal;
        pragma synchronous = full;
        pragma busy_timeout = 1000;
        pragma temp_store = memory;
        """;

    private const int DriversTimeout = 30;

    // Seconds; several tries are made.
    private const int OurTimeout = 1;

    // Seconds; nobody tries again for them.
    private const int GrainStateTimeout = 5;

    private readonly string _connectionString;

    /// <exception cref="StorageStartupException">It names no file.</exception>
    public SqliteFile(string connectionString)
    {
        try
        {
            var builder = new SqliteConnectionStringBuilder(connectionString);
            if (builder.DefaultTimeout == DriversTimeout)
            {
                builder.DefaultTimeout = OurTimeout;
            }

            Path = builder.DataSource;
            _connectionString = builder.ConnectionString;
        }
        catch (ArgumentException exception)
        {
            throw new StorageStartupException(
                "Storage:ConnectionString is not an SQLite connection string (Data Source=data/mogambo.db).", exception);
        }

        if (Path.Length == 0 || Path.Contains(":memory:", StringComparison.Ordinal))
        {
            throw new StorageStartupException(
                "Storage:ConnectionString must name a file (Data Source=data/mogambo.db): what is in memory is not kept.");
        }
    }

    public string Path { get; }

    /// <summary>
    /// For connections that set no pragmas: the file is in WAL mode by itself, <c>synchronous</c> is full by default, and the driver waits
    /// for the writer as long as a command may take.
    /// </summary>
    public string GrainStateConnectionString =>
        new SqliteConnectionStringBuilder(_connectionString) { DefaultTimeout = GrainStateTimeout }.ConnectionString;

    /// <exception cref="StorageStartupException">The directory cannot be made.</exception>
    public void CreateDirectory()
    {
        try
        {
            if (System.IO.Path.GetDirectoryName(System.IO.Path.GetFullPath(Path)) is { Length: > 0 } directory)
            {
                Directory.CreateDirectory(directory);
            }
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            throw new StorageStartupException($"The directory of the database file {Path} cannot be made: {exception.Message}", exception);
        }
    }

    public async Task<SqliteConnection> OpenAsync()
    {
        var connection = new SqliteConnection(_connectionString);
        try
        {
            await connection.OpenAsync();
            await using var command = connection.CreateCommand();
            command.CommandText = Settings;
            await command.ExecuteNonQueryAsync();
            return connection;
        }
        catch
        {
            await connection.DisposeAsync();
            throw;
        }
    }
}
