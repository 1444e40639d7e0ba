using Dapper;
using Mogambo.PostgresServer;
using Mogambo.Storage.Conversations;

namespace Mogambo.Storage.Tests;

public abstract class StartTests(StoreFixture fixture)
{
    [Fact]
    public async Task Five_processes_that_start_at_once_make_the_schema_once()
    {
        var options = await NewAsync();

        var stores = await Task.WhenAll(Enumerable.Range(0, 5).Select(_ => Task.Run(() => Store.OpenAsync(options))));

        var scripts = await stores[0].Database.ReadAsync(
            async connection => (await connection.QueryAsync<string>("select scriptname from schema_version order by 1")).ToList(), Cancellation);
        var numbers = scripts.Select(script => script[..4]).ToList();
        Assert.Equal(numbers.Distinct().Order(), numbers);
        Assert.True(numbers.Count > 5, string.Join(", ", scripts));
        foreach (var store in stores)
        {
            Assert.IsType<CommitResult.Committed>(await store.Conversations.CommitAsync(Some.Commit(Some.Conversation()), Cancellation));
            await store.DisposeAsync();
        }
    }

    [Fact]
    public async Task It_answers_pings_and_its_clock_follows_the_database()
    {
        await fixture.Store.Health.PingAsync(Cancellation);

        var difference = fixture.Store.Clock.GetUtcNow() - TimeProvider.System.GetUtcNow();
        Assert.InRange(difference.Duration(), TimeSpan.Zero, TimeSpan.FromSeconds(1));
    }

    [Fact]
    public async Task A_wrong_setting_is_one_sentence()
    {
        var refusals = new List<string>();
        foreach (var connectionString in Wrong)
        {
            var options = new StorageOptions { Provider = fixture.Options.Provider, ConnectionString = connectionString, StartPatience = TimeSpan.Zero };
            refusals.Add((await Assert.ThrowsAsync<StorageStartupException>(() => Store.OpenAsync(options))).Message);
        }

        Assert.All(refusals, refusal => Assert.Matches("Storage:ConnectionString|database file", refusal));
        Assert.All(refusals, refusal => Assert.DoesNotContain("secret", refusal, StringComparison.Ordinal));
    }

    protected abstract string[] Wrong { get; }

    protected abstract Task<StorageOptions> NewAsync();

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;
}

public sealed class SqliteStartTests(SqliteFixture fixture) : StartTests(fixture), IClassFixture<SqliteFixture>
{
    private readonly StoreFixture _fixture = fixture;

    protected override string[] Wrong => ["Nonsense", "Data Source=:memory:", "Data Source=/proc/mogambo/x.db", "Data Source=/"];

    protected override Task<StorageOptions> NewAsync() =>
        Task.FromResult(new StorageOptions
        {
            ConnectionString = _fixture.Options.ConnectionString.Replace("mogambo.db", "other/new.db", StringComparison.Ordinal),
        });
}

public sealed class PostgreSqlStartTests(PostgreSqlFixture fixture) : StartTests(fixture), IClassFixture<PostgreSqlFixture>
{
    private readonly PostgreSqlFixture _fixture = fixture;

    protected override string[] Wrong =>
    [
        "Nonsense", "Hots=x;Password=secret", "Host=127.0.0.1;Port=1;Username=x;Password=secret",
        _fixture.Options.ConnectionString.Replace("Database=", "Database=no_", StringComparison.Ordinal),
    ];

    [Fact]
    public async Task A_server_that_is_the_last_to_start_is_waited_for()
    {
        await using var server = await PostgresTestServer.StartNewAsync(ownServer: true);
        var options = new StorageOptions { Provider = StorageProvider.PostgreSql, ConnectionString = await server.CreateDatabaseAsync() };
        await server.StopAsync();

        var opening = Store.OpenAsync(options);
        await server.StartAsync();

        await using var store = await opening;
        await store.Health.PingAsync(TestContext.Current.CancellationToken);
    }

    [Fact]
    public async Task A_wrong_password_or_database_is_told_at_once()
    {
        var options = await NewAsync();
        options.ConnectionString = options.ConnectionString.Replace("Database=", "Database=no_", StringComparison.Ordinal);

        var fault = await Assert.ThrowsAsync<StorageStartupException>(() => Store.OpenAsync(options));

        Assert.False(fault.MayPass);
    }

    protected override async Task<StorageOptions> NewAsync() =>
        new() { Provider = StorageProvider.PostgreSql, ConnectionString = await _fixture.Server.CreateDatabaseAsync() };
}
