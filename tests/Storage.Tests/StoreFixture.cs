using Microsoft.Extensions.DependencyInjection;
using Mogambo.PostgresServer;
using Mogambo.Storage.Conversations;

[assembly: AssemblyFixture(typeof(Mogambo.Storage.Tests.SharedPostgres))]

namespace Mogambo.Storage.Tests;

/// <summary>One database and a store on it, shared by the tests of a class; each test has its own users.</summary>
public abstract class StoreFixture : IAsyncLifetime
{
    public StorageOptions Options { get; private set; } = new();

    public Store Store { get; private set; } = null!;

    public IConversationStore Conversations => Store.Conversations;

    public async ValueTask InitializeAsync()
    {
        Options = await CreateAsync();
        Store = await OpenAsync();
    }

    /// <summary>Another process on the same database.</summary>
    public async Task<Store> OpenAsync(Action<IServiceCollection>? configure = null) => await Store.OpenAsync(Options, configure);

    public virtual async ValueTask DisposeAsync()
    {
        await Store.DisposeAsync();
        GC.SuppressFinalize(this);
    }

    protected abstract Task<StorageOptions> CreateAsync();
}

/// <summary>A file in a directory that does not exist yet.</summary>
public sealed class SqliteFixture : StoreFixture
{
    private readonly string _directory = Path.Combine(Path.GetTempPath(), "mogambo-storage-" + Guid.NewGuid().ToString("N"));

    public override async ValueTask DisposeAsync()
    {
        await base.DisposeAsync();
        Microsoft.Data.Sqlite.SqliteConnection.ClearAllPools();
        Directory.Delete(_directory, recursive: true);
    }

    protected override Task<StorageOptions> CreateAsync() =>
        Task.FromResult(new StorageOptions { ConnectionString = $"Data Source={_directory}/data/mogambo.db" });
}

/// <summary>A database of the server that all tests share.</summary>
public sealed class PostgreSqlFixture(SharedPostgres postgres) : StoreFixture
{
    public PostgresTestServer Server => postgres.Server;

    protected override async Task<StorageOptions> CreateAsync() =>
        new() { Provider = StorageProvider.PostgreSql, ConnectionString = await postgres.Server.CreateDatabaseAsync() };
}

public sealed class SharedPostgres : IAsyncLifetime
{
    public PostgresTestServer Server { get; private set; } = null!;

    public async ValueTask InitializeAsync() => Server = await PostgresTestServer.StartNewAsync();

    public ValueTask DisposeAsync() => Server.DisposeAsync();
}
