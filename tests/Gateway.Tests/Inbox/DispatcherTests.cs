using Mogambo.Accounts;
using Mogambo.Gateway.Inbox;
using Mogambo.Gateway.Tests.TestKit;
using Mogambo.Gateway.Webhooks;
using Mogambo.Messages;
using Mogambo.Storage.DeadLetters;
using Mogambo.Storage.Inbox;

namespace Mogambo.Gateway.Tests.Inbox;

public sealed class DispatcherTests
{
    private static readonly AccountId Account = AccountId.Parse(Some.Account);

    [Fact]
    public async Task Rows_of_a_process_that_is_gone_are_taken_over_in_order()
    {
        var user = Some.User();
        var inbox = new FakeInbox();
        await AddAsync(inbox, DateTimeOffset.MinValue, Change(user, "wamid.1"), Change(user, "wamid.2"), Change(user, "wamid.3"));

        await using var host = await GatewayHost.StartAsync(inbox: inbox);
        await inbox.RemovedAsync(3);

        Assert.Equal(["wamid.1", "wamid.2", "wamid.3"], host.Grains.Of(Some.Conversation(user)).Wamids);
        Assert.Equal(0, inbox.Count);
    }

    [Fact]
    public async Task Rows_that_another_process_still_claims_are_left_to_it()
    {
        var (theirs, free) = (Some.User(), Some.User());
        var inbox = new FakeInbox();
        await AddAsync(inbox, DateTimeOffset.MaxValue, Change(theirs, "wamid.1"));
        await AddAsync(inbox, DateTimeOffset.MinValue, Change(free, "wamid.2"));

        await using var host = await GatewayHost.StartAsync(inbox: inbox);
        await inbox.RemovedAsync();

        Assert.Empty(host.Grains.Of(Some.Conversation(theirs)).Received);
        Assert.Equal(1, inbox.Count);
    }

    [Fact]
    public async Task A_row_that_is_put_off_holds_back_those_behind_it_and_no_other_conversation()
    {
        var (failing, well) = (Some.User(), Some.User());
        var inbox = new FakeInbox();
        var host = await GatewayHost.StartAsync(inbox: inbox);
        await using var _ = host;
        var conversation = host.Grains.Of(Some.Conversation(failing));
        var calls = 0;
        conversation.Behave = () => Interlocked.Increment(ref calls) == 1 ? throw new InvalidOperationException("down") : Task.CompletedTask;

        await AddAsync(inbox, DateTimeOffset.MinValue, Change(failing, "wamid.1"), Change(failing, "wamid.2"), Change(well, "wamid.3"));
        host.Service<InboxState>().Wake();
        await inbox.RemovedAsync(3);

        Assert.Equal(["wamid.3"], host.Grains.Of(Some.Conversation(well)).Wamids);
        Assert.Equal(["wamid.1", "wamid.2"], conversation.Wamids);
        Assert.Equal([1, 2], inbox.PutOff.Select(row => row.Id));
    }

    [Theory]
    [InlineData(1, 1)]
    [InlineData(2, 2)]
    [InlineData(3, 4)]
    [InlineData(5, 16)]
    [InlineData(6, 30)]
    [InlineData(11, 30)]
    public async Task A_failing_row_is_tried_again_later_and_later(int tries, int seconds)
    {
        await using var host = await FailingHostAsync();
        await AddAsync(host.Inbox, DateTimeOffset.MaxValue, Change(Some.User(), "wamid.1"));
        var before = host.Service<TimeProvider>().GetUtcNow();

        var until = await host.Service<InboxRowDelivery>().TryAsync(Row(Some.User(), "wamid.1", tries), TestContext.Current.CancellationToken);

        Assert.InRange(until!.Value, before.AddSeconds(seconds), host.Service<TimeProvider>().GetUtcNow().AddSeconds(seconds));
    }

    [Fact]
    public async Task A_row_that_fails_for_the_twelfth_time_becomes_a_dead_letter()
    {
        await using var host = await FailingHostAsync();
        await AddAsync(host.Inbox, DateTimeOffset.MaxValue, Change(Some.User(), "wamid.1"));
        var row = Row(Some.User(), "wamid.1", tries: 12);

        Assert.Null(await host.Service<InboxRowDelivery>().TryAsync(row, TestContext.Current.CancellationToken));

        var letter = Assert.Single(host.Store.Letters.Values);
        Assert.Equal((DeadLetterKind.Inbox, row.Conversation), (letter.Kind, letter.Conversation!.Value));
        Assert.Equal(row.Payload, letter.Raw);
        Assert.Equal(0, host.Inbox.Count);
    }

    [Fact]
    public async Task A_row_whose_last_try_killed_its_process_is_not_tried_again_and_becomes_a_dead_letter()
    {
        await using var host = await GatewayHost.StartAsync();
        await AddAsync(host.Inbox, DateTimeOffset.MaxValue, Change(Some.User(), "wamid.1"));
        var row = Row(Some.User(), "wamid.1", tries: 13);

        Assert.Null(await host.Service<InboxRowDelivery>().TryAsync(row, TestContext.Current.CancellationToken));

        Assert.Empty(host.Grains.Of(row.Conversation).Received);
        Assert.Equal((DeadLetterKind.Inbox, InboxRowDelivery.ConversationFailed), (Assert.Single(host.Store.Letters.Values).Kind, host.Store.Letters.Values.Single().Reason));
        Assert.Equal(0, host.Inbox.Count);
    }

    [Fact]
    public async Task A_row_that_cannot_be_read_becomes_a_dead_letter_at_once()
    {
        await using var host = await FailingHostAsync();
        var row = Row(Some.User(), "wamid.1", tries: 1) with { Payload = "[]"u8.ToArray() };

        Assert.Null(await host.Service<InboxRowDelivery>().TryAsync(row, TestContext.Current.CancellationToken));

        Assert.Equal("malformed", Assert.Single(host.Store.Letters.Values).Reason);
    }

    private static async Task<GatewayHost> FailingHostAsync()
    {
        var host = await GatewayHost.StartAsync();
        host.Grains.Behave = () => throw new InvalidOperationException("down");
        return host;
    }

    private static Task AddAsync(FakeInbox inbox, DateTimeOffset claimedUntil, params NewInboxChange[] changes) =>
        inbox.AddAsync(changes, Guid.NewGuid(), claimedUntil, TestContext.Current.CancellationToken);

    private static NewInboxChange Change(Mogambo.Conversations.UserId user, string wamid) =>
        new(Account, Some.Conversation(user), Payload(user, wamid));

    private static InboxChange Row(Mogambo.Conversations.UserId user, string wamid, int tries) =>
        new(1, Account, Some.Conversation(user), Payload(user, wamid), tries);

    private static byte[] Payload(Mogambo.Conversations.UserId user, string wamid)
    {
        var number = PhoneNumberId.Parse(Some.Number);
        var message = new InboundMessage
        {
            Id = MessageId.OfInbound(number, wamid, DateTimeOffset.FromUnixTimeSeconds(1790000000)),
            Wamid = wamid,
            SentAt = DateTimeOffset.FromUnixTimeSeconds(1790000000),
            Type = "text",
            Content = "{}"u8.ToArray(),
        };
        return ConversationChangesJson.Write(new ConversationChanges(Account, Some.Conversation(user), [message], []));
    }
}
