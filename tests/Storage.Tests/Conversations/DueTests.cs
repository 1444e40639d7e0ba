using Mogambo.Storage.Conversations;

namespace Mogambo.Storage.Tests.Conversations;

public abstract class DueTests(StoreFixture fixture)
{
    private static readonly TimeSpan BackOff = TimeSpan.FromMinutes(1);

    [Fact]
    public async Task Two_pollers_take_each_conversation_once_and_again_after_the_back_off()
    {
        await using var other = await fixture.OpenAsync();
        IConversationStore[] stores = [fixture.Conversations, other.Conversations];
        var ids = Enumerable.Range(0, 200).Select(_ => Some.Conversation()).ToHashSet();
        await Task.WhenAll(ids.Select(id => stores[0].CommitAsync(Some.Commit(id) with { DueAt = Some.Now }, Cancellation)));
        await stores[0].CommitAsync(Some.Commit(Some.Conversation()) with { DueAt = Some.Now.AddSeconds(1) }, Cancellation);
        await stores[0].CommitAsync(Some.Commit(Some.Conversation()), Cancellation);

        var taken = await Task.WhenAll(stores.Select(store => TakeAllAsync(store, Some.Now)));

        Assert.Equal(200, taken.Sum(list => list.Count));
        Assert.Equal(ids, taken.SelectMany(list => list).ToHashSet());
        Assert.Empty(await TakeAllAsync(stores[1], Some.Now));
        Assert.Equal(201, (await TakeAllAsync(stores[1], Some.Now + BackOff)).Count);
    }

    private static async Task<List<Mogambo.Conversations.ConversationId>> TakeAllAsync(IConversationStore store, DateTimeOffset now)
    {
        var all = new List<Mogambo.Conversations.ConversationId>();
        while (await store.TakeDueAsync(now, BackOff, 7, Cancellation) is { Count: > 0 } taken)
        {
            all.AddRange(taken);
        }

        return all;
    }

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;
}

public sealed class SqliteDueTests(SqliteFixture fixture) : DueTests(fixture), IClassFixture<SqliteFixture>;

public sealed class PostgreSqlDueTests(PostgreSqlFixture fixture) : DueTests(fixture), IClassFixture<PostgreSqlFixture>;
