using Microsoft.Extensions.DependencyInjection;
using Mogambo.Conversations;
using Mogambo.Messages;
using Mogambo.OptIns;
using Mogambo.Storage.Clock;
using Mogambo.Storage.Conversations;
using Mogambo.Storage.Events;
using Mogambo.Storage.OptIns;
using Mogambo.Storage.PostgreSql;
using Mogambo.Templates;

namespace Mogambo.Storage.Tests.Templates;

/// <summary>No claim of a template commits after the commit that stops it, whichever process it is in.</summary>
public abstract class RaceTests(StoreFixture fixture)
{
    private const int Races = 10_000;
    private const int AtOnce = 200;

    /// <summary>The processes that take part.</summary>
    protected abstract Task<Store[]> OpenAsync(StoreFixture fixture);

    [Fact]
    public async Task No_claim_commits_after_an_opt_out()
    {
        await RaceRecorder.StartAsync(fixture);
        await using var processes = new ProcessSet(fixture, await OpenAsync(fixture));
        var row = Some.Template();
        await fixture.Store.Templates.PublishAsync(row, [], Cancellation);
        var users = Enumerable.Range(0, Races).Select(_ => Some.Conversation()).ToList();
        foreach (var chunk in users.Chunk(1000))
        {
            await fixture.Store.OptIns.RecordAsync([.. chunk.Select(user => Some.OptIn(user))], Cancellation);
        }

        var claimed = await RaceAsync(i => new Race(
            users[i].User,
            Some.Use(row),
            users[i].User.Value,
            // Every fourth comes with a turn of the user's conversation with another number.
            () => i % 4 == 0
                ? processes.Stopper(i).Conversations.CommitAsync(
                    Some.Commit(new ConversationId(Some.Number(), users[i].User)) with { OptIns = [OptOut(users[i])] }, Cancellation)
                : processes.Stopper(i).OptIns.RecordAsync([OptOut(users[i])], Cancellation),
            processes.Claimer(i)));

        await CheckAsync(users.Select(user => user.User.Value), claimed);
    }

    [Fact]
    public async Task No_claim_commits_after_a_pause()
    {
        await RaceRecorder.StartAsync(fixture);
        await using var processes = new ProcessSet(fixture, await OpenAsync(fixture));
        var rows = Enumerable.Range(0, Races).Select(_ => Some.Template()).ToList();
        await Task.WhenAll(rows.Select(row => fixture.Store.Templates.PublishAsync(row, [], Cancellation)));
        var user = Some.Conversation().User;
        await fixture.Store.OptIns.RecordAsync([Some.OptIn(Some.Conversation() with { User = user })], Cancellation);

        var claimed = await RaceAsync(i => new Race(
            user,
            Some.Use(rows[i]),
            rows[i].Id.Name,
            () => processes.Stopper(i).Templates.PublishAsync(rows[i] with { Status = TemplateStatus.Paused, Revision = 2 }, [], Cancellation),
            processes.Claimer(i)));

        await CheckAsync(rows.Select(row => row.Id.Name), claimed);
    }

    private static NewOptIn OptOut(ConversationId user) => Some.OptIn(user, OptInAction.OptedOut, Some.Now.AddMinutes(1));

    // Two claims and what stops them start together, and a third claim when the stop has been answered. In every third race the first claim is
    // answered before: on a slow machine all that starts together is one batch, and the stop always its first.
    private static async Task<HashSet<string>> RaceAsync(Func<int, Race> raceOf)
    {
        var claimed = new HashSet<string>();
        foreach (var chunk in Enumerable.Range(0, Races).Chunk(AtOnce))
        {
            var results = await Task.WhenAll(chunk.Select(async i =>
            {
                var race = raceOf(i);
                var first = race.ClaimAsync();
                if (i % 3 == 0)
                {
                    await first;
                }

                var stop = race.Stop();
                var second = race.ClaimAsync();
                await stop;
                Assert.IsType<CommitResult.ClaimRefused>(await race.ClaimAsync());
                return (race.Key, Claimed: (await Task.WhenAll(first, second)).Any(result => result is CommitResult.Committed));
            }));
            claimed.UnionWith(results.Where(result => result.Claimed).Select(result => result.Key));
        }

        return claimed;
    }

    private async Task CheckAsync(IEnumerable<string> keys, HashSet<string> claimed)
    {
        var order = await RaceRecorder.ReadAsync(fixture);
        var (won, lost) = (0, 0);
        foreach (var key in keys)
        {
            var commits = order[key].ToList();
            Assert.Equal("stop", commits[^1]);
            Assert.Single(commits, "stop");
            Assert.Equal(claimed.Contains(key), commits.Count > 1);
            _ = commits.Count > 1 ? won++ : lost++;
        }

        Assert.True(won > 0 && lost > 0, $"{won} claims came before what stops them, {lost} did not: there was no race.");
    }

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    private sealed class ProcessSet(StoreFixture fixture, Store[] processes) : IAsyncDisposable
    {
        // A batch that stops anything takes all it depends on alone: in half of the races one process only claims, so that it shares.
        public Store Stopper(int i) => Of(IsApart(i) ? 0 : i);

        public Store Claimer(int i) => Of(IsApart(i) ? 1 : i + 1);

        private static bool IsApart(int i) => i / AtOnce % 2 == 0;

        private Store Of(int i) => processes[i % processes.Length];

        public async ValueTask DisposeAsync()
        {
            foreach (var store in processes.Where(store => store != fixture.Store))
            {
                await store.DisposeAsync();
            }
        }
    }

    private sealed record Race(UserId User, TemplateUse Use, string Key, Func<Task> Stop, Store Claimer)
    {
        /// <summary>Each of a conversation of its own, so that nothing but the user and the template is shared.</summary>
        public Task<CommitResult> ClaimAsync() => Claimer.Conversations.CommitAsync(
            Some.Commit(new ConversationId(Some.Number(), User), 0, Some.Outbound(MessagePhase.Claimed) with { Template = Use, Reference = Key }), Cancellation);
    }
}

public sealed class SqliteRaceTests(SqliteFixture fixture) : RaceTests(fixture), IClassFixture<SqliteFixture>
{
    protected override Task<Store[]> OpenAsync(StoreFixture fixture) => Task.FromResult<Store[]>([fixture.Store]);
}

public sealed class PostgreSqlRaceTests(PostgreSqlFixture fixture) : RaceTests(fixture), IClassFixture<PostgreSqlFixture>
{
    // Who was refused in one round trip does not try it again for a second, in which all these races would be over.
    protected override Task<Store[]> OpenAsync(StoreFixture fixture)
    {
        void TryEveryBatch(IServiceCollection services) => services.AddSingleton<IDatabase>(provider =>
            new PostgreSqlDatabase(fixture.Options, provider.GetRequiredService<EventFeeds>(), new LeapingTime(provider.GetRequiredService<StorageClock>())));
        return Task.WhenAll(fixture.OpenAsync(TryEveryBatch), fixture.OpenAsync(TryEveryBatch));
    }

    /// <summary>Two seconds go by between two looks.</summary>
    private sealed class LeapingTime(TimeProvider time) : TimeProvider
    {
        private long _looks;

        public override DateTimeOffset GetUtcNow() => time.GetUtcNow() + TimeSpan.FromSeconds(2 * Interlocked.Increment(ref _looks));
    }
}
