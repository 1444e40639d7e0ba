using Dapper;
using Mogambo.Messages;
using Mogambo.Storage.Conversations;
using Mogambo.Storage.Events;
using Mogambo.Storage.Restoring;

namespace Mogambo.Storage.Tests.Restoring;

public abstract class RestoreTests(StoreFixture fixture)
{
    [Fact]
    public async Task What_is_not_final_becomes_unknown_with_its_event_and_its_conversation_is_woken()
    {
        fixture.Store.Feeds.Keep(Some.Account);
        var id = Some.Conversation();
        var phases = new[] { MessagePhase.Queued, MessagePhase.Scheduled, MessagePhase.Parked, MessagePhase.Claimed, MessagePhase.Failed, MessagePhase.Canceled };
        var messages = phases.Select(phase => Some.Outbound(phase)).ToList();
        var heard = Some.Outbound(MessagePhase.Claimed);
        var inbound = Some.Inbound(id);
        await fixture.Conversations.CommitAsync(
            Some.Commit(id, 0, [.. messages, heard, inbound]) with { DueAt = Some.Now.AddYears(50) }, Cancellation);
        await fixture.Conversations.ApplyStatusAsync(Some.Status(id, heard.Key.Id, MessageStatus.Sent), Cancellation);
        var idle = Some.Conversation();
        await fixture.Conversations.CommitAsync(Some.Commit(idle, 0, Some.Inbound(idle)), Cancellation);

        await using var restored = await RestoreAsync("first");

        var shown = new List<string>();
        foreach (var message in messages.Append(heard).Append(inbound))
        {
            shown.Add((await restored.ShowAsync(message.Key.Id)).Status);
        }

        Assert.Equal(["unknown", "unknown", "unknown", "unknown", "failed", "canceled", "sent", "received"], shown);
        Assert.Equal(RestorePoint.OutcomeUnknown.Details, (await restored.ShowAsync(messages[0].Key.Id)).Error!.Details);
        var events = await restored.Database.ReadAsync(
            connection => connection.ExecuteScalarAsync<long>(
                "select count(*) from event where subject = @id and type = @type", new { id = id.ToString(), type = EventType.MessageUnknown }),
            Cancellation);
        Assert.Equal(4, events);
        var due = await restored.Conversations.TakeDueAsync(restored.Clock.GetUtcNow(), TimeSpan.FromDays(36_500), 10_000, Cancellation);
        Assert.Contains(id, due);
        Assert.DoesNotContain(idle, due);
        Assert.InRange(restored.Service<RestorePoint>().At, restored.Clock.GetUtcNow().AddMinutes(-1), restored.Clock.GetUtcNow());
    }

    [Fact]
    public async Task Each_name_takes_effect_once_whatever_starts_at_once()
    {
        var name = $"storm {Guid.NewGuid()}";
        await using (var first = await RestoreAsync(name))
        {
        }

        var message = await QueueAsync();
        var stores = await Task.WhenAll(Enumerable.Range(0, 5).Select(_ => RestoreAsync(name)));
        Assert.Equal("queued", (await stores[0].ShowAsync(message)).Status);
        var others = await Task.WhenAll(Enumerable.Range(0, 5).Select(_ => RestoreAsync(name + " again")));

        Assert.Equal("unknown", (await stores[0].ShowAsync(message)).Status);
        Assert.Equal(2, await CountAsync(name));
        Assert.Single(others.Select(store => store.Service<RestorePoint>().At).Distinct());
        foreach (var store in stores.Concat(others))
        {
            await store.DisposeAsync();
        }
    }

    [Fact]
    public async Task True_takes_effect_once_and_false_never()
    {
        await using var restored = await RestoreAsync("true");
        var message = await QueueAsync();
        await using var again = await RestoreAsync("True");
        await using var denied = await RestoreAsync("false");

        Assert.Equal("queued", (await denied.ShowAsync(message)).Status);
        Assert.Equal(1, await CountAsync("true"));
        Assert.Equal(restored.Service<RestorePoint>().At, denied.Service<RestorePoint>().At);
    }

    [Fact]
    public async Task A_time_is_the_moment_up_to_which_the_lost_database_answered()
    {
        var lost = fixture.Store.Clock.GetUtcNow().AddYears(1);
        var future = await Assert.ThrowsAsync<StorageStartupException>(() => RestoreAsync(lost.ToString("O")));
        Assert.Contains("Storage:Restored", future.Message, StringComparison.Ordinal);

        var options = await NewAsync();
        options.Restored = "2026-01-02T03:04:05.678Z";
        await using var store = await Store.OpenAsync(options);

        Assert.Equal(new DateTimeOffset(2026, 1, 2, 3, 4, 5, TimeSpan.Zero), store.Service<RestorePoint>().At);
    }

    [Fact]
    public async Task A_schema_that_needs_a_newer_version_is_refused_and_one_that_only_knows_more_is_not()
    {
        var options = await NewAsync();
        await using (var store = await Store.OpenAsync(options))
        {
            await ExecuteAsync(store, "insert into schema_version (scriptname, applied) values ('0999_more.sql', current_timestamp)");
            await (await Store.OpenAsync(options)).DisposeAsync();
            await ExecuteAsync(store, "insert into schema_needs (migration) values (999)");
        }

        var refusal = await Assert.ThrowsAsync<StorageStartupException>(() => Store.OpenAsync(options));

        Assert.Contains("needs migration 0999", refusal.Message, StringComparison.Ordinal);
    }

    protected abstract Task<StorageOptions> NewAsync();

    protected static Task ExecuteAsync(Store store, string sql) => store.Database.WriteAsync(
        transaction => transaction.Connection!.ExecuteAsync(sql, transaction: transaction), Cancellation);

    /// <summary>A process that is told of a restore of the fixture's database.</summary>
    protected Task<Store> RestoreAsync(string? name) => Store.OpenAsync(new()
    {
        Provider = fixture.Options.Provider,
        ConnectionString = fixture.Options.ConnectionString,
        Restored = name,
    });

    protected async Task<MessageId> QueueAsync()
    {
        var message = Some.Outbound();
        Assert.IsType<CommitResult.Committed>(await fixture.Conversations.CommitAsync(Some.Commit(Some.Conversation(), 0, message), Cancellation));
        return message.Key.Id;
    }

    protected Task<long> CountAsync(string name) => fixture.Store.Database.ReadAsync(
        connection => connection.ExecuteScalarAsync<long>("select count(*) from restoration where name like @name", new { name = name + "%" }), Cancellation);

    protected static CancellationToken Cancellation => TestContext.Current.CancellationToken;
}

public sealed class SqliteRestoreTests(SqliteFixture fixture) : RestoreTests(fixture), IClassFixture<SqliteFixture>
{
    private readonly StoreFixture _fixture = fixture;

    protected override Task<StorageOptions> NewAsync() => Task.FromResult(new StorageOptions
    {
        ConnectionString = _fixture.Options.ConnectionString.Replace("mogambo.db", $"{Guid.NewGuid():N}/new.db", StringComparison.Ordinal),
    });
}

public sealed class PostgreSqlRestoreTests(PostgreSqlFixture fixture) : RestoreTests(fixture), IClassFixture<PostgreSqlFixture>
{
    private readonly PostgreSqlFixture _fixture = fixture;

    /// <summary>What the database remembers is what it would be after a restore that began a new timeline.</summary>
    [Fact]
    public async Task Another_server_or_timeline_is_a_restore_by_itself_unless_it_is_denied()
    {
        var message = await QueueAsync();
        await ExecuteAsync(_fixture.Store, "update database_server set identity = '1/1'");
        await using var denied = await RestoreAsync("false");
        Assert.Equal("queued", (await denied.ShowAsync(message)).Status);

        await ExecuteAsync(_fixture.Store, "update database_server set identity = '1/1'");
        await using var restored = await RestoreAsync(null);
        Assert.Equal("unknown", (await restored.ShowAsync(message)).Status);

        var later = await QueueAsync();
        await using var again = await RestoreAsync(null);
        Assert.Equal("queued", (await again.ShowAsync(later)).Status);
    }

    [Fact]
    public async Task A_start_after_a_failover_waits_until_a_process_that_runs_has_noticed_it()
    {
        await using var running = await RestoreAsync(null);
        var message = await QueueAsync();
        await ExecuteAsync(running, "insert into cluster_version (cluster, version) values ('c', 1)");
        await ExecuteAsync(
            running,
            "insert into cluster_member values ('c', '10.0.0.1', 1, 1, 's', 'h', 3, 1, null, clock_timestamp(), clock_timestamp())");
        await ExecuteAsync(running, "update database_server set identity = '1/1'");

        var starting = RestoreAsync(null);
        Assert.False(starting.IsCompleted);
        await running.Service<RestoreMode>().FollowServerAsync(Cancellation);

        await using var next = await starting;
        Assert.Equal("queued", (await next.ShowAsync(message)).Status);
    }

    [Fact]
    public async Task A_server_that_changes_under_a_running_process_is_remembered_and_is_no_restore()
    {
        await using var running = await RestoreAsync(null);
        var message = await QueueAsync();
        await ExecuteAsync(running, "update database_server set identity = '1/1'");

        await running.Service<RestoreMode>().FollowServerAsync(Cancellation);

        await using var next = await RestoreAsync(null);
        Assert.Equal("queued", (await next.ShowAsync(message)).Status);
    }

    protected override async Task<StorageOptions> NewAsync() =>
        new() { Provider = StorageProvider.PostgreSql, ConnectionString = await _fixture.Server.CreateDatabaseAsync() };
}
