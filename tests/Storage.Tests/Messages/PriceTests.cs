using Mogambo.Conversations;
using Mogambo.Messages;
using Mogambo.OptIns;
using Mogambo.Storage.Conversations;
using Mogambo.Storage.Messages;
using Mogambo.Templates;

namespace Mogambo.Storage.Tests.Messages;

/// <summary>What a message is made from and what it costs.</summary>
public abstract class PriceTests(StoreFixture fixture)
{
    private static readonly MessagePrice Estimate = new(6_800, "USD", "utility", "US", false);
    private static readonly MessagePrice Booked = new(7_100, "EUR", "marketing", null, true);

    [Fact]
    public async Task An_estimate_is_replaced_by_what_WhatsApp_books()
    {
        var (id, message) = await ClaimedAsync();
        Assert.Equal(Estimate, await PriceAsync(message));

        await TellAsync(id, message, MessageStatus.Sent, Booked);
        Assert.Equal(Booked, await PriceAsync(message));

        await TellAsync(id, message, MessageStatus.Sent, Booked with { Micros = 1 });
        await TellAsync(id, message, MessageStatus.Accepted, Booked with { Micros = 2 });
        await TellAsync(id, message, MessageStatus.Read, null);
        Assert.Equal(Booked, await PriceAsync(message));

        await TellAsync(id, message, MessageStatus.Played, Booked with { Micros = 0, Category = "service" });
        Assert.Equal(Booked with { Micros = 0, Category = "service" }, await PriceAsync(message));
    }

    [Fact]
    public async Task A_price_that_comes_late_still_books()
    {
        var (id, message) = await ClaimedAsync();
        await TellAsync(id, message, MessageStatus.Read, null);

        await TellAsync(id, message, MessageStatus.Sent, Booked);

        Assert.Equal(Booked, await PriceAsync(message));
        Assert.Equal("read", (await fixture.Store.ShowAsync(message)).Status);
    }

    [Fact]
    public async Task A_claim_takes_the_fallback_when_the_window_has_closed()
    {
        var id = Some.Conversation();
        var row = Some.Template();
        await fixture.Store.Templates.PublishAsync(row, [], Cancellation);
        await fixture.Store.OptIns.RecordAsync([Some.OptIn(id)], Cancellation);
        var fallback = Some.Bytes("""{"type":"template","template":{"name":"x"}}""");
        var messages = new[] { Some.Outbound() with { Fallback = fallback }, Some.Outbound() with { Fallback = fallback } };
        await fixture.Conversations.CommitAsync(Some.Commit(id, 0, messages), Cancellation);

        MessageChange[] claims =
        [
            Some.Claim(messages[0].Key.Id) with { UsesFallback = true, Template = Some.Use(row), Price = Estimate },
            Some.Claim(messages[1].Key.Id),
        ];
        Assert.IsType<CommitResult.Committed>(
            await fixture.Conversations.CommitAsync(Some.Commit(id, 1) with { Changes = claims }, Cancellation));

        var used = await fixture.Store.ShowAsync(messages[0].Key.Id);
        Assert.Equal(("template", row.Id.Name, Estimate), (used.Type, used.Template, used.Price));
        Assert.Equal(fallback, used.Content);
        var unused = await fixture.Store.ShowAsync(messages[1].Key.Id);
        Assert.Equal(("text", null, null), (unused.Type, unused.Template, unused.Price));
        Assert.Equal(messages[1].Content, unused.Content);
    }

    [Theory]
    [InlineData(MessagePhase.Scheduled, "scheduled")]
    [InlineData(MessagePhase.Parked, "parked")]
    [InlineData(MessagePhase.Canceled, "canceled")]
    [InlineData(MessagePhase.Expired, "expired")]
    public async Task Where_a_message_stands_is_shown_in_the_interfaces_words(MessagePhase phase, string word)
    {
        var id = Some.Conversation();
        var message = Some.Outbound(phase);
        await fixture.Conversations.CommitAsync(Some.Commit(id, 0, message), Cancellation);

        Assert.Equal(word, (await fixture.Store.ShowAsync(message.Key.Id)).Status);
        var page = await fixture.Store.Messages.ListAsync(Some.Account, new() { Conversation = id, Status = word }, 5, null, Cancellation);
        Assert.Equal(message.Key, Assert.Single(page.Items).Key);
    }

    private async Task<(ConversationId Id, MessageId Message)> ClaimedAsync()
    {
        var id = Some.Conversation();
        var row = Some.Template(category: TemplateCategory.Utility);
        await fixture.Store.Templates.PublishAsync(row, [], Cancellation);
        await fixture.Store.OptIns.RecordAsync([Some.OptIn(id, OptInAction.OptedIn)], Cancellation);
        var message = Some.Outbound(MessagePhase.Claimed) with { Template = Some.Use(row), Price = Estimate };
        Assert.IsType<CommitResult.Committed>(await fixture.Conversations.CommitAsync(Some.Commit(id, 0, message), Cancellation));
        Assert.Equal(row.Id.Name, (await fixture.Store.ShowAsync(message.Key.Id)).Template);
        return (id, message.Key.Id);
    }

    private Task<StatusResult> TellAsync(ConversationId id, MessageId message, MessageStatus status, MessagePrice? price) =>
        fixture.Conversations.ApplyStatusAsync(Some.Status(id, message, status) with { Price = price }, Cancellation);

    private async Task<MessagePrice?> PriceAsync(MessageId message) => (await fixture.Store.ShowAsync(message)).Price;

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;
}

public sealed class SqlitePriceTests(SqliteFixture fixture) : PriceTests(fixture), IClassFixture<SqliteFixture>;

public sealed class PostgreSqlPriceTests(PostgreSqlFixture fixture) : PriceTests(fixture), IClassFixture<PostgreSqlFixture>;
