using Dapper;
using Mogambo.Storage.WebhookEvents;

namespace Mogambo.Storage.Tests.WebhookEvents;

public abstract class WebhookEventTests(StoreFixture fixture)
{
    [Fact]
    public async Task A_repeated_event_is_kept_once()
    {
        var item = new NewWebhookEvent(Some.Account, "message_template_status_update", Some.Now, Some.Bytes("{}"), Some.Now);

        await fixture.Store.WebhookEvents.AddAsync([item, item, item with { Raw = Some.Bytes("[]") }], Cancellation);
        await fixture.Store.WebhookEvents.AddAsync([item with { ReceivedAt = Some.Now.AddDays(1) }, item with { EntryTime = null }], Cancellation);

        var count = await fixture.Store.Database.ReadAsync(
            connection => connection.ExecuteScalarAsync<long>("select count(*) from webhook_event"), Cancellation);
        Assert.Equal(3, count);
    }

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;
}

public sealed class SqliteWebhookEventTests(SqliteFixture fixture) : WebhookEventTests(fixture), IClassFixture<SqliteFixture>;

public sealed class PostgreSqlWebhookEventTests(PostgreSqlFixture fixture) : WebhookEventTests(fixture), IClassFixture<PostgreSqlFixture>;
