using Mogambo.Accounts;
using Mogambo.Conversations;
using Mogambo.Messages;
using Mogambo.Storage.Messages;
using Mogambo.Storage.Usage;

namespace Mogambo.Storage.Tests.Usage;

public abstract class UsageTests(StoreFixture fixture)
{
    [Fact]
    public async Task What_was_sent_is_added_up_by_day_category_and_country()
    {
        var account = new AccountId("820");
        var id = Some.Conversation();
        var (today, tomorrow) = (Some.Now, Some.Now.AddDays(1));
        var (booked, estimated, failed, waiting, later) = (Claimed(today), Claimed(today), Claimed(today), Some.Outbound(at: today), Claimed(tomorrow));
        await CommitAsync(account, id, 0, booked, estimated, failed, waiting, later);
        await TellAsync(id, booked, MessageStatus.Delivered, new MessagePrice(5_000, "USD", "utility", "DE", IsBooked: true));
        await TellAsync(id, failed, MessageStatus.Failed, null);

        var days = await fixture.Store.Service<IUsage>().SumAsync(account, today.AddDays(-1), tomorrow.AddDays(1), UsageGroup.Day, Cancellation);
        Assert.Equal(
            [
                new(today.ToString("yyyy-MM-dd"), "USD", Messages: 3, Accepted: 1, Delivered: 1, Failed: 1, BookedMicros: 5_000, EstimatedMicros: 6_800),
                new UsageRow(tomorrow.ToString("yyyy-MM-dd"), "USD", Messages: 1, Accepted: 0, Delivered: 0, Failed: 0, BookedMicros: 0, EstimatedMicros: 6_800),
            ],
            days);

        var categories = await fixture.Store.Service<IUsage>().SumAsync(account, today.AddDays(-1), tomorrow.AddDays(1), UsageGroup.Category, Cancellation);
        Assert.Equal([("marketing", 3L), ("utility", 1L)], categories.Select(row => (row.Key!, row.Messages)));
        var countries = await fixture.Store.Service<IUsage>().SumAsync(account, today, tomorrow, UsageGroup.Country, Cancellation);
        Assert.Equal([("DE", 1L), ("US", 2L)], countries.Select(row => (row.Key!, row.Messages)));
        Assert.Empty(await fixture.Store.Service<IUsage>().SumAsync(new AccountId("821"), today, tomorrow, UsageGroup.Template, Cancellation));
    }

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    private static NewMessage Claimed(DateTimeOffset at) => Some.Outbound(MessagePhase.Claimed, at) with
    {
        Price = new MessagePrice(6_800, "USD", "marketing", "US", IsBooked: false),
    };

    private async Task CommitAsync(AccountId account, ConversationId id, long version, params NewMessage[] messages) =>
        await fixture.Conversations.CommitAsync(Some.Commit(id, version, messages) with { Account = account }, Cancellation);

    private async Task TellAsync(ConversationId id, NewMessage message, MessageStatus status, MessagePrice? price) => await fixture.Conversations.ApplyStatusAsync(
        new StatusUpdate
        {
            Attempt = new AttemptId(message.Key.Id, 1),
            Number = id.Number,
            Wamid = "wamid.usage",
            Status = status,
            At = Some.Now,
            Error = status == MessageStatus.Failed ? Some.Error() : null,
            Price = price,
        },
        Cancellation);
}

public sealed class SqliteUsageTests(SqliteFixture fixture) : UsageTests(fixture), IClassFixture<SqliteFixture>;

public sealed class PostgreSqlUsageTests(PostgreSqlFixture fixture) : UsageTests(fixture), IClassFixture<PostgreSqlFixture>;
