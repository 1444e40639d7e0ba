using Dapper;

namespace Mogambo.Storage.Tests.Restoring;

public abstract class RetentionTests(StoreFixture fixture)
{
    private static readonly DateTimeOffset s_old = new(2024, 3, 10, 0, 0, 0, TimeSpan.Zero);

    [Fact]
    public async Task Messages_go_after_their_time_and_lists_go_on()
    {
        await fixture.Store.Database.PrepareMonthsAsync(s_old, Cancellation);
        var id = Some.Conversation();
        var stray = Some.Inbound(id, sentAt: s_old.AddYears(-3));
        var old = Some.Inbound(id, sentAt: s_old);
        var kept = Some.Inbound(id, sentAt: Some.Now);
        await fixture.Conversations.CommitAsync(Some.Commit(id, 0, stray, old, kept), Cancellation);

        await fixture.Store.Cleaning.RunAsync(s_old.AddMonths(13).AddDays(25), Cancellation);

        Assert.Null(await fixture.Store.Messages.FindAsync(Some.Account, stray.Key.Id, Cancellation));
        Assert.Null(await fixture.Store.Messages.FindAsync(Some.Account, old.Key.Id, Cancellation));
        Assert.NotNull(await fixture.Store.Messages.FindAsync(Some.Account, kept.Key.Id, Cancellation));
        Assert.Equal([kept.Key.Id], (await fixture.Conversations.GetHistoryAsync(id, Some.Now.AddYears(1), 10, Cancellation)).Select(row => row.Key.Id));
        Assert.Empty(await fixture.Conversations.GetMessagesAsync([old.Key], Cancellation));
    }

    [Fact]
    public async Task Webhook_events_and_dead_letters_go_after_theirs()
    {
        var now = Some.Now.AddYears(3);
        await fixture.Store.WebhookEvents.AddAsync(
            [
                new(Some.Account, "old", Some.Now, Some.Bytes("{}"), now.AddDays(-31)),
                new(Some.Account, "new", Some.Now, Some.Bytes("{}"), now.AddDays(-29)),
            ],
            Cancellation);
        var account = Some.NewAccount();
        await fixture.Store.DeadLetters.AddAsync(
            [Some.DeadLetter("old", now.AddDays(-91), account), Some.DeadLetter("new", now.AddDays(-89), account)], Cancellation);

        await fixture.Store.Cleaning.RunAsync(now, Cancellation);

        var fields = await fixture.Store.Database.ReadAsync(
            async connection => (await connection.QueryAsync<string>("select field from webhook_event")).ToList(), Cancellation);
        Assert.Equal(["new"], fields);
        Assert.Equal([Some.Bytes("new")], (await fixture.Store.DeadLetters.ListAsync(account, 10, cancellationToken: Cancellation)).Select(letter => letter.Raw));
    }

    [Fact]
    public async Task A_time_that_would_remove_what_is_needed_is_refused_by_name()
    {
        var wrong = new (string Name, Action<StorageOptions> Set)[]
        {
            ("EventRetention", options => options.EventRetention = TimeSpan.Zero),
            ("MessageRetention", options => options.MessageRetention = TimeSpan.FromDays(34)),
            ("WebhookEventRetention", options => options.WebhookEventRetention = TimeSpan.FromDays(-1)),
            ("DeadLetterRetention", options => options.DeadLetterRetention = TimeSpan.FromHours(1)),
        };
        foreach (var (name, set) in wrong)
        {
            var options = new StorageOptions { Provider = fixture.Options.Provider, ConnectionString = fixture.Options.ConnectionString };
            set(options);
            var refusal = await Assert.ThrowsAsync<StorageStartupException>(() => Store.OpenAsync(options));
            Assert.Contains($"Storage:{name}", refusal.Message, StringComparison.Ordinal);
        }
    }

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;
}

public sealed class SqliteRetentionTests(SqliteFixture fixture) : RetentionTests(fixture), IClassFixture<SqliteFixture>;

public sealed class PostgreSqlRetentionTests(PostgreSqlFixture fixture) : RetentionTests(fixture), IClassFixture<PostgreSqlFixture>
{
    private readonly StoreFixture _fixture = fixture;

    [Fact]
    public async Task A_month_is_dropped_whole_and_not_before_its_last_day_is_old_and_only_by_one_process()
    {
        var month = new DateTimeOffset(2022, 6, 1, 0, 0, 0, TimeSpan.Zero);
        await _fixture.Store.Database.PrepareMonthsAsync(month, TestContext.Current.CancellationToken);

        await CleanAsync(month.AddMonths(1).AddDays(364));
        Assert.True(await ExistsAsync());

        await using (var other = new Npgsql.NpgsqlConnection(_fixture.Options.ConnectionString))
        {
            await other.OpenAsync(TestContext.Current.CancellationToken);
            await using var transaction = await other.BeginTransactionAsync(TestContext.Current.CancellationToken);
            await other.ExecuteAsync("select pg_advisory_xact_lock(@Key)", new { Key = global::Mogambo.Storage.PostgreSql.PostgreSqlSchema.CleaningLockKey }, transaction);
            await CleanAsync(month.AddMonths(1).AddDays(366));
            Assert.True(await ExistsAsync());
        }

        await CleanAsync(month.AddMonths(1).AddDays(366));
        Assert.False(await ExistsAsync());

        Task CleanAsync(DateTimeOffset now) => _fixture.Store.Cleaning.RunAsync(now, TestContext.Current.CancellationToken);

        Task<bool> ExistsAsync() => _fixture.Store.Database.ReadAsync(
            connection => connection.ExecuteScalarAsync<bool>("select to_regclass('message_2022_06') is not null"), TestContext.Current.CancellationToken);
    }

    [Fact]
    public async Task A_transaction_that_holds_back_the_events_is_seen_and_our_connections_have_limits()
    {
        var limits = await _fixture.Store.Database.ReadAsync(
            async connection => (await connection.QueryAsync<string>(
                "select setting from pg_settings where name in ('statement_timeout', 'idle_in_transaction_session_timeout') order by name")).ToList(),
            TestContext.Current.CancellationToken);

        Assert.Equal(["30000", "60000"], limits);
        Assert.Equal(0, await _fixture.Store.Database.ReadOldestTransactionAsync(TestContext.Current.CancellationToken));
    }
}
