using Mogambo.Storage.Inbox;

namespace Mogambo.Storage.Tests.Inbox;

public abstract class InboxTests(StoreFixture fixture)
{
    private static readonly DateTimeOffset Until = Some.Now.AddSeconds(30);

    private readonly Guid _me = Guid.NewGuid();
    private readonly Guid _other = Guid.NewGuid();

    private IInbox Inbox => fixture.Store.Inbox;

    [Fact]
    public async Task Rows_are_claimed_taken_over_put_off_and_removed()
    {
        var conversation = Some.Conversation();
        var changes = Enumerable.Range(0, 3).Select(i => new NewInboxChange(Some.Account, conversation, Some.Bytes($"{i}"))).ToList();
        await Inbox.AddAsync(changes, _me, Until, Cancellation);
        Assert.Equal(3, await Inbox.CountAsync(Cancellation));

        Assert.Empty(await TakeAsync(_other, Some.Now));
        var mine = await TakeAsync(_me, Some.Now);
        Assert.Equal(["0", "1", "2"], mine.Select(row => System.Text.Encoding.UTF8.GetString(row.Payload)));
        Assert.All(mine, row => Assert.Equal((1, true), (row.Tries, row.IsOwn)));

        // What is being tried is not tried beside it; what is put off comes when its time does.
        Assert.Empty(await TakeAsync(_me, Some.Now));
        await Inbox.PutOffAsync(mine[0].Id, Some.Now.AddSeconds(5), Cancellation);
        Assert.Empty(await TakeAsync(_me, Some.Now.AddSeconds(4)));
        var again = Assert.Single(await TakeAsync(_me, Some.Now.AddSeconds(5)));
        Assert.Equal((mine[0].Id, 2), (again.Id, again.Tries));

        // The claim runs out: whoever comes first takes over.
        await Inbox.PutOffAsync(mine[1].Id, Until.AddSeconds(60), Cancellation);
        var taken = await TakeAsync(_other, Until);
        Assert.Equal([mine[0].Id, mine[2].Id], taken.Select(row => row.Id));
        Assert.Equal([3, 2], taken.Select(row => row.Tries));
        Assert.All(taken, row => Assert.False(row.IsOwn));
        Assert.Empty(await TakeAsync(_me, Until));

        // What only waited behind another row was not tried.
        await Inbox.GiveBackAsync(mine[2].Id, Until.AddSeconds(61), Cancellation);
        Assert.Equal(2, Assert.Single(await TakeAsync(_other, Until.AddSeconds(61)), row => row.Id == mine[2].Id).Tries);

        // Should the second die as well, they come back to who added them.
        Assert.All(await TakeAsync(_me, Until.AddSeconds(200)), row => Assert.True(row.IsOwn));

        await Inbox.RemoveAsync([.. mine.Select(row => row.Id)], Cancellation);
        Assert.Equal(0, await Inbox.CountAsync(Cancellation));
    }

    [Fact]
    public async Task What_an_owner_leaves_behind_is_anybody_s_at_once()
    {
        var (mine, theirs) = (new NewInboxChange(Some.Account, Some.Conversation(), Some.Bytes("mine")), new NewInboxChange(Some.Account, Some.Conversation(), Some.Bytes("theirs")));
        await Inbox.AddAsync([mine], _me, Until, Cancellation);
        await Inbox.AddAsync([theirs], Guid.NewGuid(), Until, Cancellation);

        await Inbox.ReleaseAsync(_me, Some.Now, Cancellation);

        var taken = await TakeAsync(_other, Some.Now);
        Assert.Equal(mine.Payload, Assert.Single(taken).Payload);
        await Inbox.RemoveAsync([taken[0].Id], Cancellation);
        await Inbox.RemoveAsync([Assert.Single(await TakeAsync(_other, Until)).Id], Cancellation);
    }

    private Task<IReadOnlyList<InboxChange>> TakeAsync(Guid owner, DateTimeOffset now) =>
        Inbox.TakeAsync(owner, now, now < Until ? Until : now.AddSeconds(30), 10, Cancellation);

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;
}

public sealed class SqliteInboxTests(SqliteFixture fixture) : InboxTests(fixture), IClassFixture<SqliteFixture>;

public sealed class PostgreSqlInboxTests(PostgreSqlFixture fixture) : InboxTests(fixture), IClassFixture<PostgreSqlFixture>;
