using System.Diagnostics;
using Mogambo.Storage.Conversations;
using Mogambo.Storage.Tests.GroupCommit;
using Npgsql;

namespace Mogambo.Storage.Tests.PostgreSql;

/// <summary>A process that stands still in the middle of a batch, as one that was stopped does.</summary>
[Collection(nameof(FailpointTests))]
public sealed class StandstillTests(PostgreSqlFixture fixture) : IClassFixture<PostgreSqlFixture>, IDisposable
{
    [Fact]
    public async Task Its_locks_are_taken_from_it_before_others_give_up()
    {
        var conversation = Some.Conversation();
        await fixture.Store.Conversations.CommitAsync(Some.Commit(conversation), Cancellation);
        await using var other = await fixture.OpenAsync();
        Failpoint.Enable("store.in_commit=pause:6000@1");
        // Its portfolio must be read and decided on between locking and writing.
        var commit = Some.Commit(conversation, 1) with { Portfolio = new("portfolio", 1_000, Some.Now) };
        var standing = fixture.Store.Conversations.CommitAsync(commit, Cancellation);
        await HoldsLocksAsync();

        var started = Stopwatch.GetTimestamp();
        var result = await other.Conversations.CommitAsync(Some.Commit(conversation, 1), Cancellation);

        Assert.IsType<CommitResult.Committed>(result);
        Assert.InRange(Stopwatch.GetElapsedTime(started), TimeSpan.Zero, TimeSpan.FromSeconds(5));
        await Assert.ThrowsAsync<StorageUnavailableException>(() => standing);
        Assert.IsType<CommitResult.Committed>(await AgainAsync(() => fixture.Store.Conversations.CommitAsync(Some.Commit(Some.Conversation()), Cancellation)));
    }

    [Fact]
    public async Task Where_nothing_must_be_read_first_there_are_no_locks_to_be_taken()
    {
        var conversation = Some.Conversation();
        await fixture.Store.Conversations.CommitAsync(Some.Commit(conversation), Cancellation);
        await using var other = await fixture.OpenAsync();
        Failpoint.Enable("store.in_commit=hold@1");
        var standing = fixture.Store.Conversations.CommitAsync(Some.Commit(conversation, 1), Cancellation);
        await Failpoint.HeldAsync("store.in_commit");

        var result = await other.Conversations.CommitAsync(Some.Commit(conversation, 1), Cancellation);
        Failpoint.Disable();

        Assert.IsType<CommitResult.Committed>(result);
        Assert.IsType<CommitResult.VersionConflict>(await standing);
    }

    public void Dispose() => Failpoint.Disable();

    private async Task HoldsLocksAsync()
    {
        await using var connection = new NpgsqlConnection(fixture.Options.ConnectionString + ";Pooling=false");
        await connection.OpenAsync(Cancellation);
        await using var command = new NpgsqlCommand(
            "select count(*) from pg_stat_activity where datname = current_database() and state = 'idle in transaction'", connection);
        while ((long)(await command.ExecuteScalarAsync(Cancellation))! == 0)
        {
            await Task.Yield();
        }
    }

    // Its connection is gone; the first to notice is told so.
    private static async Task<CommitResult> AgainAsync(Func<Task<CommitResult>> commit)
    {
        while (true)
        {
            try
            {
                return await commit();
            }
            catch (StorageUnavailableException)
            {
                await Task.Yield();
            }
        }
    }

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;
}
