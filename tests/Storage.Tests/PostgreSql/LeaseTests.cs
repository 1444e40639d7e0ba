using Dapper;
using Mogambo.Conversations;
using Mogambo.Storage.Telemetry;
using Npgsql;

namespace Mogambo.Storage.Tests.PostgreSql;

/// <summary>The alarms of leases, where somebody stands in their way.</summary>
public sealed class LeaseTests(PostgreSqlFixture fixture) : IClassFixture<PostgreSqlFixture>
{
    private readonly DateTimeOffset _now = fixture.Store.Clock.GetUtcNow();

    [Fact]
    public async Task A_conversation_that_somebody_holds_keeps_nobody_waiting_and_rings_later()
    {
        var (held, free) = (Some.Conversation(), Some.Conversation());
        await LeaseAsync(held);
        await LeaseAsync(free);
        await using (var connection = await OpenAsync())
        {
            await using var transaction = await connection.BeginTransactionAsync(Cancellation);
            await connection.ExecuteAsync("select from conversation where id = @id for update", new { id = held.ToString() }, transaction);

            Assert.Equal([free], (await TakeAsync(_now.AddMinutes(2))).Intersect([held, free]));
        }

        Assert.Contains(held, await TakeAsync(_now.AddMinutes(2).AddSeconds(1)));
    }

    [Fact]
    public async Task A_lease_that_nobody_rings_stands_out()
    {
        var (over, given) = (Some.Conversation(), Some.Conversation());
        await LeaseAsync(over);
        await LeaseAsync(given);
        await fixture.Conversations.CommitAsync(Some.Commit(given, 1), Cancellation);

        Assert.Equal((0, 0), await BacklogAsync(_now.AddSeconds(61)));
        Assert.Equal((1, 1), await BacklogAsync(_now.AddSeconds(122)));

        Assert.Contains(over, await TakeAsync(_now.AddSeconds(122)));
        Assert.Equal((0, 0), await BacklogAsync(_now.AddSeconds(122)));
    }

    private async Task LeaseAsync(ConversationId id) =>
        await fixture.Conversations.CommitAsync(Some.Commit(id) with { DueAt = _now.AddMinutes(1), IsLeased = true }, Cancellation);

    private Task<IReadOnlyList<ConversationId>> TakeAsync(DateTimeOffset now) =>
        fixture.Conversations.TakeDueAsync(now, TimeSpan.FromDays(1), 1000, Cancellation);

    private async Task<(long Count, long Overdue)> BacklogAsync(DateTimeOffset now)
    {
        var backlog = Assert.Single(await fixture.Store.Service<BacklogReader>().ReadAsync(now, Cancellation), one => one.Place == "conversation");
        return (backlog.Count, backlog.Overdue);
    }

    private async Task<NpgsqlConnection> OpenAsync()
    {
        var connection = new NpgsqlConnection(fixture.Options.ConnectionString + ";Pooling=false");
        await connection.OpenAsync(Cancellation);
        return connection;
    }

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;
}
