using System.Data.Common;
using Mogambo.Storage.PostgreSql;
using Mogambo.Storage.Sqlite;
using Npgsql;

namespace Mogambo.Storage.GrainState;

/// <summary>
/// How Orleans reaches the state of administrative grains, in words its ADO.NET provider understands. The rows and the statements lie in
/// the main database, on SQLite in the same file: these writes are few and one statement each, and a backup then never separates a grain's
/// state from the rows that the grain has published.
/// </summary>
public sealed class GrainStateDatabase : IAsyncDisposable
{
    // Administrative grains write seldom; the connections that acknowledge webhooks are not shared with them.
    private const int MaxConnections = 4;

    private readonly NpgsqlDataSource? _source;

    internal GrainStateDatabase(StorageOptions options)
    {
        if (options.Provider == StorageProvider.PostgreSql)
        {
            var settings = new NpgsqlConnectionStringBuilder(PostgreSqlConnectionString.Complete(options.ConnectionString)) { MaxPoolSize = MaxConnections };
            _source = NpgsqlDataSource.Create(settings);
        }
        else
        {
            ConnectionString = new SqliteFile(options.ConnectionString).GrainStateConnectionString;
        }
    }

    /// <summary>The provider's name for the driver; SQLite's is the old one, though the driver is Microsoft.Data.Sqlite.</summary>
    public string Invariant => _source is null ? "System.Data.SQLite" : "Npgsql";

    /// <summary>Of SQLite; null with PostgreSQL.</summary>
    public string? ConnectionString { get; }

    /// <summary>Of PostgreSQL; null with SQLite.</summary>
    public DbDataSource? DataSource => _source;

    public ValueTask DisposeAsync() => _source?.DisposeAsync() ?? ValueTask.CompletedTask;
}
