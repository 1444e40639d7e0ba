using Mogambo.PostgresServer;
using Mogambo.Storage;

[assembly: AssemblyFixture(typeof(Mogambo.Grains.Tests.Cluster.SharedPostgres))]

namespace Mogambo.Grains.Tests.Cluster;

/// <summary>On a file.</summary>
public class SqliteCluster : GrainCluster
{
    private readonly string _directory = Path.Combine(Path.GetTempPath(), "mogambo-grains-" + Guid.NewGuid().ToString("N"));

    public override async ValueTask DisposeAsync()
    {
        await base.DisposeAsync();
        Microsoft.Data.Sqlite.SqliteConnection.ClearAllPools();
        Directory.Delete(_directory, recursive: true);
        GC.SuppressFinalize(this);
    }

    protected override Task<StorageOptions> CreateDatabaseAsync() =>
        Task.FromResult(new StorageOptions { ConnectionString = $"Data Source={_directory}/mogambo.db" });
}

/// <summary>On a database of the server that all tests share.</summary>
public class PostgreSqlCluster(SharedPostgres postgres) : GrainCluster
{
    protected override async Task<StorageOptions> CreateDatabaseAsync() =>
        new() { Provider = StorageProvider.PostgreSql, ConnectionString = await postgres.Server.CreateDatabaseAsync() };
}

/// <summary>One silo, as the product runs today.</summary>
public sealed class SingleSqliteCluster : SqliteCluster
{
    protected override short Silos => 1;
}

/// <inheritdoc cref="SingleSqliteCluster"/>
public sealed class SinglePostgreSqlCluster(SharedPostgres postgres) : PostgreSqlCluster(postgres)
{
    protected override short Silos => 1;
}

public sealed class SharedPostgres : IAsyncLifetime
{
    public PostgresTestServer Server { get; private set; } = null!;

    public async ValueTask InitializeAsync() => Server = await PostgresTestServer.StartNewAsync();

    public ValueTask DisposeAsync() => Server.DisposeAsync();
}

/// <summary>The tests of a cluster share its clock, so they run one after another.</summary>
[CollectionDefinition(nameof(SqliteClusterTests))]
public class SqliteClusterTests : ICollectionFixture<SqliteCluster>;

[CollectionDefinition(nameof(PostgreSqlClusterTests))]
public class PostgreSqlClusterTests : ICollectionFixture<PostgreSqlCluster>;

/// <summary>Failpoints are the process's: nothing else runs beside these tests.</summary>
[CollectionDefinition(nameof(SqliteFailpointClusterTests), DisableParallelization = true)]
public sealed class SqliteFailpointClusterTests : ICollectionFixture<SingleSqliteCluster>;

[CollectionDefinition(nameof(PostgreSqlFailpointClusterTests), DisableParallelization = true)]
public sealed class PostgreSqlFailpointClusterTests : ICollectionFixture<SinglePostgreSqlCluster>;
