using Mogambo.Storage.Turns;

namespace Mogambo.Storage.Tests.Turns;

public abstract class WorkTurnTests(StoreFixture fixture)
{
    private static readonly TimeSpan s_every = TimeSpan.FromMinutes(15);

    [Fact]
    public async Task Of_processes_that_ask_at_once_one_has_the_turn_and_another_once_its_time_is_over()
    {
        await using var other = await fixture.OpenAsync();
        IWorkTurns[] turns = [fixture.Store.Service<IWorkTurns>(), other.Service<IWorkTurns>()];
        var name = Guid.NewGuid().ToString();

        foreach (var now in new[] { Some.Now, Some.Now + s_every })
        {
            var taken = await Task.WhenAll(Enumerable.Range(0, 20).Select(n => turns[n % 2].TryTakeAsync(name, now, s_every, Cancellation)));
            Assert.Single(taken, isTaken => isTaken);
        }

        Assert.False(await turns[0].TryTakeAsync(name, Some.Now + (s_every * 1.9), s_every, Cancellation));
        Assert.True(await turns[0].TryTakeAsync(name + "/another", Some.Now, s_every, Cancellation));
    }

    [Fact]
    public async Task A_turn_that_a_wrong_clock_took_in_the_future_holds_up_nobody()
    {
        var turns = fixture.Store.Service<IWorkTurns>();
        var name = Guid.NewGuid().ToString();

        Assert.True(await turns.TryTakeAsync(name, Some.Now.AddDays(400), s_every, Cancellation));
        Assert.True(await turns.TryTakeAsync(name, Some.Now, s_every, Cancellation));
    }

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;
}

public sealed class SqliteWorkTurnTests(SqliteFixture fixture) : WorkTurnTests(fixture), IClassFixture<SqliteFixture>;

public sealed class PostgreSqlWorkTurnTests(PostgreSqlFixture fixture) : WorkTurnTests(fixture), IClassFixture<PostgreSqlFixture>;
