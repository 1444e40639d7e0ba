using System.Net;
using Mogambo.Gateway.Tests.TestKit;
using Mogambo.Storage;

namespace Mogambo.Gateway.Tests.Inbox;

/// <summary>What a conversation does not take in time goes to the inbox, is acknowledged, and reaches it later, in order.</summary>
public sealed class SpillTests : IAsyncLifetime
{
    private GatewayHost _host = null!;

    public async ValueTask InitializeAsync() => _host = await GatewayHost.StartAsync();

    public ValueTask DisposeAsync() => _host.DisposeAsync();

    [Fact]
    public async Task A_conversation_that_hangs_is_acknowledged_by_the_inbox_and_holds_up_no_other()
    {
        var (hanging, well) = (Some.User(), Some.User());
        var release = new TaskCompletionSource();
        _host.Grains.Of(Some.Conversation(hanging)).Behave = () => release.Task;

        var status = await _host.DeliverAsync(Webhook.Texts((hanging, "wamid.1"), (well, "wamid.2")));

        Assert.Equal(HttpStatusCode.OK, status);
        Assert.Equal(Some.Conversation(hanging), Assert.Single(_host.Inbox.Added).Conversation);
        Assert.Equal(["wamid.2"], _host.Grains.Of(Some.Conversation(well)).Wamids);
        release.SetResult();
    }

    [Fact]
    public async Task A_conversation_that_fails_is_acknowledged_by_the_inbox_and_gets_it_later_as_it_was()
    {
        var user = Some.User();
        var conversation = _host.Grains.Of(Some.Conversation(user));
        FailOnce(conversation);

        var status = await _host.DeliverAsync(Webhook.Texts((user, "wamid.1"), (user, "wamid.2")));
        await _host.Inbox.RemovedAsync();

        Assert.Equal(HttpStatusCode.OK, status);
        var received = Assert.Single(conversation.Received);
        Assert.Equal(["wamid.1", "wamid.2"], received.Select(message => message.Wamid));
        Assert.Equal(("text", "hello", user.Value), (received[0].Type, received[0].Text, received[0].WaId));
        Assert.Equal(DateTimeOffset.FromUnixTimeSeconds(1790000000), received[0].SentAt);
        Assert.Contains("\"hello\"", System.Text.Encoding.UTF8.GetString(received[0].Content), StringComparison.Ordinal);
    }

    [Fact]
    public async Task What_is_spilled_is_not_overtaken()
    {
        var user = Some.User();
        var release = new TaskCompletionSource();
        var conversation = _host.Grains.Of(Some.Conversation(user));
        conversation.Behave = () => release.Task;
        for (var n = 1; n <= 5; n++)
        {
            Assert.Equal(HttpStatusCode.OK, await _host.DeliverAsync(Webhook.Texts((user, $"wamid.{n}"))));
        }

        release.SetResult();
        await _host.Inbox.RemovedAsync(5);

        Assert.Equal(5, _host.Inbox.Added.Count);
        // The call that hung ends as well: the first message comes twice, which changes nothing.
        Assert.Equal(["wamid.1", "wamid.2", "wamid.3", "wamid.4", "wamid.5"], conversation.Wamids.Distinct());
    }

    [Fact]
    public async Task Once_the_inbox_is_empty_messages_go_straight_to_the_conversation_again()
    {
        var user = Some.User();
        FailOnce(_host.Grains.Of(Some.Conversation(user)));
        await _host.DeliverAsync(Webhook.Text(user));
        await _host.Inbox.RemovedAsync();

        await _host.DeliverAsync(Webhook.Text(user));

        Assert.Single(_host.Inbox.Added);
    }

    [Fact]
    public async Task Neither_conversation_nor_inbox_is_503()
    {
        _host.Grains.Behave = () => throw new StorageUnavailableException("away");
        _host.Inbox.Outage = new StorageUnavailableException("away");

        Assert.Equal(HttpStatusCode.ServiceUnavailable, await _host.DeliverAsync(Webhook.Text(Some.User())));
    }

    [Fact]
    public async Task A_conversation_that_commits_after_the_inbox_failed_is_enough()
    {
        var release = new TaskCompletionSource();
        _host.Inbox.Outage = new StorageUnavailableException("away");
        _host.Grains.Behave = () => release.Task;
        using var timer = new Timer(_ => release.TrySetResult(), null, TimeSpan.FromMilliseconds(300), Timeout.InfiniteTimeSpan);

        Assert.Equal(HttpStatusCode.OK, await _host.DeliverAsync(Webhook.Text(Some.User())));
    }

    private static void FailOnce(FakeConversation conversation)
    {
        var calls = 0;
        conversation.Behave = () => Interlocked.Increment(ref calls) == 1 ? throw new InvalidOperationException("down") : Task.CompletedTask;
    }
}
