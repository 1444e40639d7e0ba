using System.Data.Common;
using Microsoft.Data.Sqlite;
using Mogambo.PostgresServer;
using Npgsql;

namespace Mogambo.EndToEnd.Tests;

/// <summary>A database of its own for one run of the product, which a checker may read with plain SQL.</summary>
public abstract class TestDatabase : IAsyncDisposable
{
    public abstract string Provider { get; }

    public abstract string ConnectionString { get; }

    public static async Task<TestDatabase> CreateAsync(string provider) =>
        provider == "Sqlite" ? new SqliteFile() : await PostgresDatabase.CreateAsync();

    public abstract DbConnection Connect();

    public abstract ValueTask DisposeAsync();

    private sealed class SqliteFile : TestDatabase
    {
        private readonly string _folder = Directory.CreateTempSubdirectory("mogambo-sqlite-").FullName;

        public override string Provider => "Sqlite";

        public override string ConnectionString => $"Data Source={Path.Combine(_folder, "mogambo.db")}";

        public override DbConnection Connect() => new SqliteConnection(ConnectionString + ";Mode=ReadOnly;Pooling=False");

        public override ValueTask DisposeAsync()
        {
            Directory.Delete(_folder, recursive: true);
            return ValueTask.CompletedTask;
        }
    }
}

/// <summary>A PostgreSQL server of its own, which a test may stop and start.</summary>
public sealed class PostgresDatabase : TestDatabase
{
    private readonly string _connectionString;

    private PostgresDatabase(PostgresTestServer server, string connectionString)
    {
        Server = server;
        _connectionString = connectionString;
    }

    public PostgresTestServer Server { get; }

    public override string Provider => "PostgreSql";

    public override string ConnectionString => _connectionString;

    public static Task<PostgresDatabase> CreateAsync() => StartAsync("");

    /// <param name="settings">Options of the server's command line.</param>
    public static async Task<PostgresDatabase> StartAsync(string settings)
    {
        var server = await PostgresTestServer.StartNewAsync(ownServer: true, settings: settings);
        return new(server, await server.CreateDatabaseAsync());
    }

    public override DbConnection Connect() => new NpgsqlConnection(ConnectionString + ";Pooling=false");

    public override ValueTask DisposeAsync() => Server.DisposeAsync();
}
