using Dapper;
using Mogambo.Storage.Conversations;

namespace Mogambo.Storage.Tests.PostgreSql;

public sealed class MonthPartitionsTests(PostgreSqlFixture fixture) : IClassFixture<PostgreSqlFixture>
{
    [Fact]
    public async Task A_months_messages_leave_the_default_partition_when_its_own_is_made()
    {
        var id = Some.Conversation();
        var later = new DateTimeOffset(2031, 5, 1, 0, 0, 0, TimeSpan.Zero);
        var message = Some.Inbound(id, sentAt: later);
        await fixture.Conversations.CommitAsync(Some.Commit(id, 0, message), Cancellation);
        Assert.Equal("message_default", await PartitionOfAsync());

        await Task.WhenAll(Enumerable.Range(0, 3).Select(_ => fixture.Store.Database.PrepareMonthsAsync(later.AddMonths(-2), Cancellation)));

        Assert.Equal("message_2031_05", await PartitionOfAsync());
        Assert.IsType<CommitResult.Duplicates>(await fixture.Conversations.CommitAsync(Some.Commit(id, 1, message), Cancellation));

        Task<string?> PartitionOfAsync() => fixture.Store.Database.ReadAsync(
            connection => connection.ExecuteScalarAsync<string>(
                "select tableoid::regclass::text from message where at = @at", new { at = later.ToUnixTimeMilliseconds() }),
            Cancellation);
    }

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;
}
