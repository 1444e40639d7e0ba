using System.Diagnostics;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Mogambo.PostgresServer;
using Mogambo.Storage.Conversations;
using Npgsql;

namespace Mogambo.Storage.Tests.PostgreSql;

/// <summary>A server of their own, which they stop.</summary>
public sealed class OutageTests : IAsyncLifetime
{
    private readonly CountingLogger _log = new();
    private PostgresTestServer _server = null!;
    private StorageOptions _options = null!;

    public async ValueTask InitializeAsync()
    {
        _server = await PostgresTestServer.StartNewAsync(ownServer: true);
        _options = new() { Provider = StorageProvider.PostgreSql, ConnectionString = await _server.CreateDatabaseAsync() };
    }

    public ValueTask DisposeAsync() => _server.DisposeAsync();

    [Fact]
    public async Task Callers_are_told_while_the_database_is_away_and_go_on_when_it_is_back()
    {
        await using var store = await Store.OpenAsync(
            _options, services => services.AddSingleton<ILoggerFactory>(_log));
        Func<Task>[] outages = [() => _server.StopAsync(), () => _server.StopAsync(StopMode.Immediate), _server.KillAsync];
        var committed = new List<Mogambo.Conversations.ConversationId>();
        foreach (var stop in outages)
        {
            using var watching = new CancellationTokenSource();
            var writers = Enumerable.Range(0, 16).Select(_ => CommitUntilAsync(store, watching.Token)).ToList();
            await stop();
            var lost = Stopwatch.StartNew();
            await Assert.ThrowsAsync<StorageUnavailableException>(
                () => store.Conversations.CommitAsync(Some.Commit(Some.Conversation()), Cancellation));
            await Assert.ThrowsAsync<StorageUnavailableException>(() => store.Conversations.LoadAsync(Some.Conversation(), Cancellation));
            await Assert.ThrowsAsync<StorageUnavailableException>(
                () => store.Conversations.TakeDueAsync(Some.Now, TimeSpan.Zero, 1, Cancellation));
            await Assert.ThrowsAsync<StorageUnavailableException>(() => store.Health.PingAsync(Cancellation));
            Assert.True(lost.Elapsed < TimeSpan.FromSeconds(2), $"Callers heard of the loss after {lost.Elapsed} only.");

            await _server.StartAsync();
            var back = Stopwatch.StartNew();
            while (!await TryCommitAsync(store, Some.Conversation()))
            {
                await Task.Yield();
            }

            Assert.True(back.Elapsed < TimeSpan.FromSeconds(2), $"The store was back after {back.Elapsed} only.");
            await watching.CancelAsync();
            committed.AddRange((await Task.WhenAll(writers)).SelectMany(ids => ids));
        }

        Assert.NotEmpty(committed);
        var loaded = await Task.WhenAll(committed.Select(id => store.Conversations.LoadAsync(id, Cancellation)));
        Assert.All(loaded, Assert.NotNull);
        Assert.InRange(_log.Errors, 1, 30);
    }

    [Theory]
    [InlineData("fsync")]
    [InlineData("full_page_writes")]
    [InlineData("synchronous_commit")]
    public async Task A_server_that_may_lose_what_it_acknowledged_is_refused(string setting)
    {
        await _server.ExecuteAsync($"alter system set {setting} = off");
        await _server.RestartAsync();

        var refusal = await Assert.ThrowsAsync<StorageStartupException>(() => Store.OpenAsync(_options));

        Assert.Contains(setting, refusal.Message, StringComparison.Ordinal);
        _options.AllowUnsafe = true;
        await using var store = await Store.OpenAsync(_options);
        Assert.IsType<CommitResult.Committed>(await store.Conversations.CommitAsync(Some.Commit(Some.Conversation()), Cancellation));
    }

    [Fact]
    public async Task A_role_that_may_make_no_temporary_functions_is_refused()
    {
        var database = new NpgsqlConnectionStringBuilder(_options.ConnectionString) { Username = "restricted" };
        await _server.ExecuteAsync($"create role restricted login; alter database {database.Database} owner to restricted");
        await _server.ExecuteAsync($"revoke temporary on database {database.Database} from public, restricted");
        _options.ConnectionString = database.ConnectionString;

        var refusal = await Assert.ThrowsAsync<StorageStartupException>(() => Store.OpenAsync(_options));

        Assert.Contains("GRANT TEMPORARY", refusal.Message, StringComparison.Ordinal);
        await _server.ExecuteAsync($"grant temporary on database {database.Database} to restricted");
        await using var store = await Store.OpenAsync(_options);
        Assert.IsType<CommitResult.Committed>(await store.Conversations.CommitAsync(Some.Commit(Some.Conversation()), Cancellation));
    }

    private static async Task<List<Mogambo.Conversations.ConversationId>> CommitUntilAsync(Store store, CancellationToken end)
    {
        var committed = new List<Mogambo.Conversations.ConversationId>();
        while (!end.IsCancellationRequested)
        {
            var id = Some.Conversation();
            if (await TryCommitAsync(store, id))
            {
                committed.Add(id);
            }
            else
            {
                await Task.Delay(1, CancellationToken.None);
            }
        }

        return committed;
    }

    private static async Task<bool> TryCommitAsync(Store store, Mogambo.Conversations.ConversationId id)
    {
        try
        {
            return await store.Conversations.CommitAsync(Some.Commit(id), CancellationToken.None) is CommitResult.Committed;
        }
        catch (StorageUnavailableException)
        {
            return false;
        }
    }

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    private sealed class CountingLogger : ILoggerFactory, ILogger
    {
        private int _errors;

        public int Errors => _errors;

        public ILogger CreateLogger(string categoryName) => this;

        public void AddProvider(ILoggerProvider provider)
        {
        }

        public IDisposable? BeginScope<TState>(TState state)
            where TState : notnull => null;

        public bool IsEnabled(LogLevel logLevel) => true;

        public void Log<TState>(
            LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter)
        {
            if (logLevel >= LogLevel.Error)
            {
                Interlocked.Increment(ref _errors);
            }
        }

        public void Dispose()
        {
        }
    }
}
