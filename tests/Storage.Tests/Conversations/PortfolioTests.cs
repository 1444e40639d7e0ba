using Dapper;
using Mogambo.Conversations;
using Mogambo.Storage.Conversations;

namespace Mogambo.Storage.Tests.Conversations;

public abstract class PortfolioTests(StoreFixture fixture)
{
    [Fact]
    public async Task A_portfolio_reaches_so_many_users_in_24_hours()
    {
        var name = $"portfolio {Guid.NewGuid():N}";
        var (ana, bo, cy) = (Some.Conversation(), Some.Conversation(), Some.Conversation());
        Assert.Null(await FullUntilAsync(ana, name, 0));
        Assert.Null(await FullUntilAsync(bo, name, 1));
        Assert.Null(await FullUntilAsync(ana, name, 2));

        Assert.Equal(Some.Now.AddHours(1 + 24), await FullUntilAsync(cy, name, 3));
        Assert.Null(await FullUntilAsync(bo, name, 4));
        Assert.Equal(Some.Now.AddHours(2 + 24), await FullUntilAsync(cy, name, 5));
        Assert.Null(await FullUntilAsync(cy, $"another {name}", 5));
        Assert.Null(await FullUntilAsync(cy, name, 2 + 24));
        Assert.Equal(Some.Now.AddHours(4 + 24), await FullUntilAsync(ana, name, 2 + 24));
    }

    [Fact]
    public async Task Processes_together_do_not_reach_more()
    {
        var name = $"portfolio {Guid.NewGuid():N}";
        await using var other = await fixture.OpenAsync();
        IConversationStore[] stores = [fixture.Conversations, other.Conversations];

        var results = await Task.WhenAll(Enumerable.Range(0, 400).Select(
            i => stores[i % 2].CommitAsync(Commit(Some.Conversation(), 0, name, 0, max: 100), Cancellation)));

        Assert.Equal(100, results.OfType<CommitResult.Committed>().Count());
        Assert.All(results.OfType<CommitResult.ClaimRefused>(), refusal => Assert.Equal(Some.Now.AddHours(24), refusal.PortfolioFullUntil));
    }

    [Fact]
    public async Task A_refused_commit_does_not_count_and_what_no_longer_counts_is_removed()
    {
        var name = $"portfolio {Guid.NewGuid():N}";
        var (ana, bo) = (Some.Conversation(), Some.Conversation());
        Assert.IsType<CommitResult.VersionConflict>(await fixture.Conversations.CommitAsync(Commit(ana, 5, name, 0, 1), Cancellation));
        Assert.IsType<CommitResult.Committed>(await fixture.Conversations.CommitAsync(Commit(bo, 0, name, 0, 1), Cancellation));

        await fixture.Store.Cleaning.RunAsync(Some.Now.AddHours(23), Cancellation);
        Assert.Equal(1, await CountAsync(name));
        await fixture.Store.Cleaning.RunAsync(Some.Now.AddHours(25), Cancellation);
        Assert.Equal(0, await CountAsync(name));
    }

    private async Task<DateTimeOffset?> FullUntilAsync(ConversationId id, string name, int hour)
    {
        var version = (await fixture.Conversations.LoadAsync(id, Cancellation))?.Version ?? 0;
        var result = await fixture.Conversations.CommitAsync(Commit(id, version, name, hour, max: 2), Cancellation);
        return result is CommitResult.ClaimRefused refusal ? refusal.PortfolioFullUntil : null;
    }

    private static ConversationCommit Commit(ConversationId id, long version, string name, int hour, int max) => Some.Commit(id, version) with
    {
        Portfolio = new PortfolioUse(name, max, Some.Now.AddHours(hour)),
    };

    private Task<long> CountAsync(string name) => fixture.Store.Database.ReadAsync(
        connection => connection.ExecuteScalarAsync<long>("select count(*) from portfolio_user where portfolio = @name", new { name }), Cancellation);

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;
}

public sealed class SqlitePortfolioTests(SqliteFixture fixture) : PortfolioTests(fixture), IClassFixture<SqliteFixture>;

public sealed class PostgreSqlPortfolioTests(PostgreSqlFixture fixture) : PortfolioTests(fixture), IClassFixture<PostgreSqlFixture>;
