using Mogambo.Messages;
using Mogambo.Storage.Conversations;

namespace Mogambo.Storage.Tests.GroupCommit;

/// <summary>Failpoints are the process's: nothing else runs beside these tests.</summary>
[CollectionDefinition(nameof(FailpointTests), DisableParallelization = true)]
public abstract class FailpointTests(StoreFixture fixture) : IDisposable
{
    private IConversationStore Store => fixture.Conversations;

    [Theory]
    [InlineData("store.before_commit", false)]
    [InlineData("store.in_commit", false)]
    [InlineData("store.after_commit", true)]
    public async Task A_commit_that_fails_there_is_unknown_and_its_repeat_has_its_effect_once(string failpoint, bool written)
    {
        var id = Some.Conversation();
        var message = Some.Inbound(id);
        Failpoint.Enable(failpoint + "=throw@1");

        await Assert.ThrowsAsync<StorageUnavailableException>(
            () => Store.CommitAsync(Some.Commit(id, 0, message), Cancellation));

        Assert.Equal(written ? 1 : 0, (await Store.LoadAsync(id, Cancellation))?.Version ?? 0);
        Assert.Equal(written ? 1 : 0, (await Store.GetMessagesAsync([message.Key], Cancellation)).Count);
        var again = await Store.CommitAsync(Some.Commit(id, 0, message), Cancellation);
        Assert.IsType(written ? typeof(CommitResult.VersionConflict) : typeof(CommitResult.Committed), again);
        Assert.Equal(1, (await Store.LoadAsync(id, Cancellation))!.Version);
    }

    [Theory]
    [InlineData("store.before_commit", true)]
    [InlineData("store.in_commit", true)]
    [InlineData("store.after_commit", false)]
    public async Task A_status_that_fails_there_moves_the_row_once(string failpoint, bool movedByRepeat)
    {
        var id = Some.Conversation();
        var message = Some.Outbound(MessagePhase.Claimed);
        await Store.CommitAsync(Some.Commit(id, 0, message), Cancellation);
        var status = Some.Status(id, message.Key.Id, MessageStatus.Sent);
        Failpoint.Enable(failpoint + "=throw@1");

        await Assert.ThrowsAsync<StorageUnavailableException>(() => Store.ApplyStatusAsync(status, Cancellation));

        Assert.Equal(movedByRepeat, (await Store.ApplyStatusAsync(status, Cancellation)).Moved);
        Assert.Equal("sent", (await fixture.Store.ShowAsync(message.Key.Id)).Status);
    }

    [Fact]
    public async Task What_waits_is_answered_before_the_store_closes()
    {
        var other = await fixture.OpenAsync();
        var ids = Enumerable.Range(0, 100).Select(_ => Some.Conversation()).ToList();
        Failpoint.Enable("store.in_commit=pause:100@1");
        // Without a token the task is the answer itself, and not something that goes on a moment after it.
        var commits = ids.Select(id => other.Conversations.CommitAsync(Some.Commit(id), CancellationToken.None)).ToList();

        await other.DisposeAsync();

        Assert.All(commits, commit => Assert.True(commit.IsCompletedSuccessfully));
        Assert.NotNull(await Store.LoadAsync(ids[^1], Cancellation));
    }

    [Fact]
    public async Task Who_gives_up_while_waiting_writes_nothing()
    {
        var (first, second) = (Some.Conversation(), Some.Conversation());
        using var givingUp = new CancellationTokenSource();
        Failpoint.Enable("store.in_commit=hold@1");
        var writing = Store.CommitAsync(Some.Commit(first), Cancellation);
        await Failpoint.HeldAsync("store.in_commit");
        var waiting = Store.CommitAsync(Some.Commit(second), givingUp.Token);
        await givingUp.CancelAsync();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => waiting);
        Failpoint.Disable();
        await writing;
        await Store.CommitAsync(Some.Commit(Some.Conversation()), Cancellation);
        var stored = await Store.LoadAsync(second, Cancellation);

        Assert.True(stored is null, "It was still waiting when its caller gave up.");
    }

    public void Dispose()
    {
        Failpoint.Disable();
        GC.SuppressFinalize(this);
    }

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;
}

[Collection(nameof(FailpointTests))]
public sealed class SqliteFailpointTests(SqliteFixture fixture) : FailpointTests(fixture), IClassFixture<SqliteFixture>;

[Collection(nameof(FailpointTests))]
public sealed class PostgreSqlFailpointTests(PostgreSqlFixture fixture) : FailpointTests(fixture), IClassFixture<PostgreSqlFixture>;
