using System.Net;
using Mogambo.Accounts;
using Mogambo.Gateway.Inbox;
using Mogambo.Gateway.Tests.TestKit;
using Mogambo.Gateway.Webhooks;
using Mogambo.Messages;
using Mogambo.Storage.Inbox;

namespace Mogambo.Gateway.Tests.Inbox;

/// <summary>The inbox's way with the real store.</summary>
public sealed class InboxStorageTests : IAsyncLifetime
{
    private GatewayHost _host = null!;

    public async ValueTask InitializeAsync() => _host = await GatewayHost.StartAsync(useStorage: true);

    public ValueTask DisposeAsync() => _host.DisposeAsync();

    [Fact]
    public async Task What_a_hanging_conversation_did_not_take_is_acknowledged_and_delivered_in_order()
    {
        var user = Some.User();
        var release = new TaskCompletionSource();
        var conversation = _host.Grains.Of(Some.Conversation(user));
        conversation.Behave = () => release.Task;
        for (var n = 1; n <= 3; n++)
        {
            Assert.Equal(HttpStatusCode.OK, await _host.DeliverAsync(Webhook.Texts((user, $"wamid.{n}"))));
        }

        Assert.Equal(3, await _host.Service<IInbox>().CountAsync(TestContext.Current.CancellationToken));
        release.SetResult();

        // The call that hung, and three rows.
        await conversation.TakenAsync(4);
        Assert.Equal(["wamid.1", "wamid.2", "wamid.3"], conversation.Wamids.Distinct());
    }

    [Fact]
    public async Task Rows_of_a_process_that_is_gone_are_taken_over()
    {
        var conversation = Some.Conversation(Some.User());
        var account = AccountId.Parse(Some.Account);
        var message = new InboundMessage
        {
            Id = MessageId.OfInbound(conversation.Number, "wamid.1", DateTimeOffset.FromUnixTimeSeconds(1790000000)),
            Wamid = "wamid.1",
            SentAt = DateTimeOffset.FromUnixTimeSeconds(1790000000),
            Type = "text",
            Content = "{}"u8.ToArray(),
        };
        var payload = ConversationChangesJson.Write(new ConversationChanges(account, conversation, [message], []));

        await _host.Service<IInbox>().AddAsync(
            [new NewInboxChange(account, conversation, payload)],
            Guid.NewGuid(),
            _host.Service<TimeProvider>().GetUtcNow().AddSeconds(-1),
            TestContext.Current.CancellationToken);
        _host.Service<InboxState>().Wake();

        await _host.Grains.Of(conversation).TakenAsync();
        Assert.Equal(["wamid.1"], _host.Grains.Of(conversation).Wamids);
    }
}
