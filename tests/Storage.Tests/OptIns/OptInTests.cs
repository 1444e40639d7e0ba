using Mogambo.Conversations;
using Mogambo.OptIns;
using Mogambo.Storage.Conversations;
using Mogambo.Storage.OptIns;

namespace Mogambo.Storage.Tests.OptIns;

public abstract class OptInTests(StoreFixture fixture)
{
    private IOptIns OptIns => fixture.Store.OptIns;

    [Fact]
    public async Task Who_was_never_recorded_stands_nowhere()
    {
        Assert.Same(OptInState.None, await OptIns.FindAsync(Some.Account, Some.Conversation().User, Cancellation));
        Assert.Empty((await OptIns.HistoryAsync(Some.Account, Some.Conversation().User, 10, null, Cancellation)).Items);
        Assert.Empty(await OptIns.RecordAsync([], Cancellation));
    }

    [Fact]
    public async Task The_newest_decision_is_found_and_a_repeat_is_kept_once()
    {
        var ana = Some.Conversation();
        var optIn = Some.OptIn(ana) with { Evidence = "page\0 7", Source = "check\0out" };
        var late = Some.OptIn(ana, OptInAction.OptedOut, Some.Now.AddHours(-1));
        var marketing = Some.OptIn(ana, OptInAction.MarketingStopped) with { Number = ana.Number };

        var first = await OptIns.RecordAsync([optIn, late, marketing, optIn], Cancellation);
        var second = await OptIns.RecordAsync([optIn with { By = "another" }, marketing], Cancellation);

        Assert.Equal([true, false, true, false], first.Select(result => result.Changed));
        Assert.Equal([false, false], second.Select(result => result.Changed));
        var state = await OptIns.FindAsync(Some.Account, ana.User, Cancellation);
        Assert.Equal(new OptInDecision(null, OptInAction.OptedIn, Some.Now, "check\uFFFDout"), state.For(ana.Number));
        Assert.True(state.HasStoppedMarketing(ana.Number));
        Assert.False(state.HasStoppedMarketing(Some.Number()));
        var ledger = await HistoryAsync(ana, 2);
        Assert.Equal(3, ledger.Count);
        Assert.Equal((late.At, OptInAction.OptedOut, null, null), (ledger[0].At, ledger[0].Action, ledger[0].Number, ledger[0].Evidence));
        Assert.Contains(ledger, entry => entry is { Evidence: "page\uFFFD 7", By: "test", Action: OptInAction.OptedIn });
        Assert.Contains(ledger, entry => entry.Number == ana.Number);
        Assert.Equal(OptInState.None, await OptIns.FindAsync(Some.NewAccount(), ana.User, Cancellation));
    }

    [Fact]
    public async Task Entries_of_a_commit_are_written_with_it_or_not_at_all()
    {
        var ana = Some.Conversation();
        await fixture.Conversations.CommitAsync(Some.Commit(ana) with { OptIns = [Some.OptIn(ana)] }, Cancellation);
        var stop = Some.OptIn(ana, OptInAction.OptedOut, Some.Now.AddMinutes(1));

        Assert.IsType<CommitResult.VersionConflict>(
            await fixture.Conversations.CommitAsync(Some.Commit(ana, 7) with { OptIns = [stop] }, Cancellation));
        Assert.Equal(OptInAction.OptedIn, (await OptIns.FindAsync(Some.Account, ana.User, Cancellation)).For(ana.Number)!.Action);
        Assert.Single(await HistoryAsync(ana, 10));

        Assert.IsType<CommitResult.Committed>(
            await fixture.Conversations.CommitAsync(Some.Commit(ana, 1) with { OptIns = [stop] }, Cancellation));
        Assert.Equal(OptInAction.OptedOut, (await OptIns.FindAsync(Some.Account, ana.User, Cancellation)).For(ana.Number)!.Action);
        Assert.Equal(2, (await HistoryAsync(ana, 10)).Count);
    }

    [Fact]
    public async Task First_entries_of_one_user_from_two_processes_are_all_kept()
    {
        await using var other = await fixture.OpenAsync();
        IOptIns[] stores = [OptIns, other.OptIns];
        for (var round = 0; round < 20; round++)
        {
            var users = Enumerable.Range(0, 10).Select(_ => Some.Conversation()).ToList();
            await Task.WhenAll(users.SelectMany(user => Enumerable.Range(0, 10).Select(i => stores[i % 2].RecordAsync(
                [Some.OptIn(user, i == 7 ? OptInAction.OptedOut : OptInAction.OptedIn, Some.Now.AddMinutes(i == 7 ? 100 : i))], Cancellation))));

            foreach (var user in users)
            {
                Assert.Equal(10, (await HistoryAsync(user, 100)).Count);
                var state = await OptIns.FindAsync(Some.Account, user.User, Cancellation);
                Assert.Equal(OptInAction.OptedOut, Assert.Single(state.Decisions).Action);
            }
        }
    }

    [Fact]
    public async Task A_thousand_entries_are_one_request_and_more_are_refused()
    {
        var users = Enumerable.Range(0, OptInStore.MaxEntries).Select(_ => Some.Conversation()).ToList();

        var results = await OptIns.RecordAsync([.. users.Select(user => Some.OptIn(user))], Cancellation);

        Assert.Equal(OptInStore.MaxEntries, results.Count(result => result.Changed));
        Assert.NotNull((await OptIns.FindAsync(Some.Account, users[^1].User, Cancellation)).For(users[0].Number));
        await Assert.ThrowsAsync<ArgumentOutOfRangeException>(
            () => OptIns.RecordAsync([.. users.Append(Some.Conversation()).Select(user => Some.OptIn(user))], Cancellation));
    }

    [Fact]
    public async Task What_is_too_long_is_rejected_whole()
    {
        var (ana, bo) = (Some.Conversation(), Some.Conversation());

        await Assert.ThrowsAsync<StorageRejectedException>(
            () => OptIns.RecordAsync([Some.OptIn(ana), Some.OptIn(bo) with { Source = new string('x', 257) }], Cancellation));

        Assert.Same(OptInState.None, await OptIns.FindAsync(Some.Account, ana.User, Cancellation));
    }

    private async Task<List<OptInEntry>> HistoryAsync(ConversationId id, int limit)
    {
        var entries = new List<OptInEntry>();
        PageCursor? after = null;
        do
        {
            var page = await OptIns.HistoryAsync(Some.Account, id.User, limit, after, Cancellation);
            entries.AddRange(page.Items);
            after = page.Next is { } next ? PageCursor.Parse(next.ToString()) : null;
        }
        while (after is not null);
        return entries;
    }

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;
}

public sealed class SqliteOptInTests(SqliteFixture fixture) : OptInTests(fixture), IClassFixture<SqliteFixture>;

public sealed class PostgreSqlOptInTests(PostgreSqlFixture fixture) : OptInTests(fixture), IClassFixture<PostgreSqlFixture>;
