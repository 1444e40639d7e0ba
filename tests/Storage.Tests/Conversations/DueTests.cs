using Dapper;
using Mogambo.Conversations;
using Mogambo.Storage.Conversations;

namespace Mogambo.Storage.Tests.Conversations;

public abstract class DueTests(StoreFixture fixture)
{
    private static readonly TimeSpan BackOff = TimeSpan.FromMinutes(1);

    // What is due by the store's own clock stays due, whatever a commit says.
    private readonly DateTimeOffset _now = fixture.Store.Clock.GetUtcNow();

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

    [Theory]
    [InlineData(60, 1, 2, true)]
    [InlineData(1, 60, 2, false)]
    [InlineData(1, 60, 61, true)]
    [InlineData(1, null, 2, false)]
    [InlineData(1, null, 10_000, false)]
    [InlineData(null, 1, 2, true)]
    public async Task The_last_commit_says_when_it_is_due(int? first, int? second, int minutes, bool isDue)
    {
        // Leases are kept in a list of their own.
        foreach (var (isFirstLeased, isSecondLeased) in new[] { (false, false), (false, true), (true, false), (true, true) })
        {
            var id = Some.Conversation();
            await fixture.Conversations.CommitAsync(Some.Commit(id) with { DueAt = After(first), IsLeased = isFirstLeased }, Cancellation);
            await fixture.Conversations.CommitAsync(Some.Commit(id, 1) with { DueAt = After(second), IsLeased = isSecondLeased }, Cancellation);

            Assert.Equal(isDue, (await TakeAllAsync(fixture.Conversations, _now.AddMinutes(minutes))).Contains(id));
        }
    }

    [Fact]
    public async Task A_lease_that_is_over_rings_once_whoever_looks_and_again_after_the_back_off()
    {
        await using var other = await fixture.OpenAsync();
        IConversationStore[] stores = [fixture.Conversations, other.Conversations];
        var ids = Enumerable.Range(0, 200).Select(_ => Some.Conversation()).ToHashSet();
        var given = Some.Conversation();
        await Task.WhenAll(ids.Append(given).Select(id => stores[0].CommitAsync(Some.Commit(id) with { DueAt = After(1), IsLeased = true }, Cancellation)));
        await stores[0].CommitAsync(Some.Commit(given, 1), Cancellation);
        await stores[0].CommitAsync(Some.Commit(given, 2) with { DueAt = _now.AddMinutes(10), IsLeased = true }, Cancellation);
        var over = _now.AddMinutes(2);

        var taken = await Task.WhenAll(stores.Select(store => TakeAllAsync(store, over)));

        Assert.Equal(200, taken.Sum(list => list.Intersect(ids).Count()));
        Assert.Equal(ids, taken.SelectMany(list => list).Intersect(ids.Append(given)).ToHashSet());
        Assert.Empty((await TakeAllAsync(stores[1], over)).Intersect(ids));
        Assert.Equal(ids, (await TakeAllAsync(stores[1], over + BackOff)).Intersect(ids).ToHashSet());
    }

    [Fact]
    public async Task However_many_leases_are_over_one_look_rings_all()
    {
        var ids = Enumerable.Range(0, 50).Select(_ => Some.Conversation()).ToList();
        for (var i = 0; i < ids.Count; i++)
        {
            // One after another, each of another second: a row for each.
            await fixture.Conversations.CommitAsync(Some.Commit(ids[i]) with { DueAt = _now.AddSeconds(60 + i), IsLeased = true }, Cancellation);
        }

        var taken = await fixture.Conversations.TakeDueAsync(_now.AddMinutes(2), BackOff, 10_000, Cancellation);

        Assert.Superset(ids.ToHashSet(), taken.ToHashSet());
    }

    [Fact]
    public async Task A_lease_is_rung_too_that_was_looked_at_after_an_upgrade()
    {
        var id = Some.Conversation();
        await fixture.Conversations.CommitAsync(Some.Commit(id) with { DueAt = After(1), IsLeased = true }, Cancellation);

        await fixture.Store.Service<AlarmMending>().RunAsync(Cancellation);

        Assert.DoesNotContain(id, await TakeAllAsync(fixture.Conversations, _now.AddSeconds(59)));
        Assert.Single(await TakeAllAsync(fixture.Conversations, _now.AddMinutes(1).AddSeconds(1)), id);
    }

    [Fact]
    public async Task An_alarm_that_was_put_off_or_taken_away_is_set_again()
    {
        var id = Some.Conversation();
        await fixture.Conversations.CommitAsync(Some.Commit(id) with { DueAt = After(1) }, Cancellation);
        await fixture.Conversations.CommitAsync(Some.Commit(id, 1), Cancellation);
        Assert.DoesNotContain(id, await TakeAllAsync(fixture.Conversations, _now.AddMinutes(2)));

        await fixture.Conversations.CommitAsync(Some.Commit(id, 2) with { DueAt = After(3) }, Cancellation);

        Assert.Contains(id, await TakeAllAsync(fixture.Conversations, _now.AddMinutes(4)));
    }

    [Fact]
    public async Task What_a_process_of_the_version_before_has_set_is_found()
    {
        var (unset, late, right) = (Some.Conversation(), Some.Conversation(), Some.Conversation());
        foreach (var id in new[] { unset, late, right })
        {
            await fixture.Conversations.CommitAsync(Some.Commit(id) with { DueAt = After(1) }, Cancellation);
        }

        await SetAsync(unset, "null");
        await SetAsync(late, "due_at + 1000000000");
        Assert.Equal([right], (await TakeAllAsync(fixture.Conversations, _now.AddMinutes(2))).Intersect([unset, late, right]));

        Assert.InRange(await fixture.Store.Service<AlarmMending>().RunAsync(Cancellation), 2, int.MaxValue);

        Assert.Equal(
            new[] { unset, late }.ToHashSet(),
            (await TakeAllAsync(fixture.Conversations, _now.AddMinutes(2))).Intersect([unset, late, right]).ToHashSet());
    }

    [Fact]
    public async Task What_is_brought_forward_is_what_is_due_soon_of_one_number()
    {
        var number = Some.Conversation();
        ConversationId Of(string user) => number with { User = UserId.Parse(user) };
        var (soon, later, looked) = (Of("491712345671"), Of("491712345672"), Of("491712345673"));
        var other = Some.Conversation();
        await fixture.Conversations.CommitAsync(Some.Commit(soon) with { DueAt = After(4) }, Cancellation);
        await fixture.Conversations.CommitAsync(Some.Commit(other) with { DueAt = After(4) }, Cancellation);
        await fixture.Conversations.CommitAsync(Some.Commit(later) with { DueAt = After(7) }, Cancellation);
        // Looked at earlier than it is due: by then it would have been put where it is due.
        await fixture.Conversations.CommitAsync(Some.Commit(looked) with { DueAt = After(-1) }, Cancellation);
        await TakeAllAsync(fixture.Conversations, _now);
        await fixture.Conversations.CommitAsync(Some.Commit(looked, 1) with { DueAt = After(5) }, Cancellation);
        await SetAsync(looked, "1");

        await fixture.Conversations.BringForwardAsync(number.Number, _now, TimeSpan.FromMinutes(6), Cancellation);

        ConversationId[] all = [soon, later, looked, other];
        Assert.Equal(new[] { soon, looked }.ToHashSet(), (await TakeAllAsync(fixture.Conversations, _now)).Intersect(all).ToHashSet());
        Assert.Equal(all.ToHashSet(), (await TakeAllAsync(fixture.Conversations, _now.AddMinutes(8))).Intersect(all).ToHashSet());
    }

    private DateTimeOffset? After(int? minutes) => minutes is { } some ? _now.AddMinutes(some) : null;

    private Task<int> SetAsync(ConversationId id, string wakesAt) => fixture.Store.Database.WriteAsync(
        transaction => transaction.Connection!.ExecuteAsync(new CommandDefinition(
            $"update conversation set wakes_at = {wakesAt} where id = @id", new { id = id.ToString() }, transaction, cancellationToken: Cancellation)),
        Cancellation);

    private static async Task<List<ConversationId>> TakeAllAsync(IConversationStore store, DateTimeOffset now)
    {
        var all = new List<ConversationId>();
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
