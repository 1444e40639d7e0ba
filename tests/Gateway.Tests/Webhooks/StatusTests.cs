using System.Net;
using Mogambo.Accounts;
using Mogambo.Gateway.Tests.TestKit;
using Mogambo.Messages;
using Mogambo.Storage;
using Mogambo.Storage.Conversations;
using Mogambo.Storage.Messages;

namespace Mogambo.Gateway.Tests.Webhooks;

public sealed class StatusTests : IAsyncLifetime
{
    private readonly AttemptId _attempt = new(MessageId.NewOutbound(TimeProvider.System.GetUtcNow()), 1);

    private GatewayHost _host = null!;

    public async ValueTask InitializeAsync() => _host = await GatewayHost.StartAsync();

    public ValueTask DisposeAsync() => _host.DisposeAsync();

    [Fact]
    public async Task A_status_goes_to_its_row_and_to_no_conversation()
    {
        Assert.Equal(HttpStatusCode.OK, await _host.DeliverAsync(Body("delivered")));

        var applied = Assert.Single(_host.Store.Applied);
        Assert.Equal((_attempt, MessageStatus.Delivered, PhoneNumberId.Parse(Some.Number)), (applied.Attempt, applied.Status, applied.Number));
        Assert.True(_host.Grains.IsUntouched);
    }

    [Fact]
    public async Task A_status_of_someone_elses_message_is_counted_and_nothing_more()
    {
        var status = """{"id":"wamid.x","status":"read","timestamp":"1790000000","recipient_id":"14155550100"}""";

        Assert.Equal(HttpStatusCode.OK, await _host.DeliverAsync(Webhook.Body(Webhook.Statuses(Some.Number, status))));

        Assert.True(_host.Store.IsEmpty);
    }

    [Fact]
    public async Task One_that_the_database_does_not_take_stands_in_nobodys_way()
    {
        // All of them together are refused, then the second alone.
        var writes = 0;
        _host.Store.Behave = () => Interlocked.Increment(ref writes) is 1 or 3 ? throw new StorageRejectedException("Not these values.", null!) : Task.CompletedTask;
        string[] words = ["sent", "delivered", "read"];
        var statuses = words.Select(word => $$"""{"id":"wamid.x","status":"{{word}}","timestamp":"1790000000","recipient_id":"14155550100","biz_opaque_callback_data":"{{_attempt}}"}""");

        Assert.Equal(HttpStatusCode.OK, await _host.DeliverAsync(Webhook.Body(Webhook.Statuses(Some.Number, [.. statuses]))));

        Assert.Equal([MessageStatus.Sent, MessageStatus.Read], _host.Store.Applied.Select(status => status.Status));
        Assert.Equal("rejected", Assert.Single(_host.Store.Letters.Values).Reason);
    }

    [Fact]
    public async Task What_could_not_be_kept_is_not_hidden_by_what_will_never_be_taken()
    {
        var writes = 0;
        _host.Store.Behave = () => Interlocked.Increment(ref writes) switch
        {
            1 or 2 => throw new StorageRejectedException("Not these values."),
            3 => throw new StorageUnavailableException("Not now."),
            _ => Task.CompletedTask,
        };
        string[] words = ["sent", "delivered", "read"];
        var statuses = words.Select(word => $$"""{"id":"wamid.x","status":"{{word}}","timestamp":"1790000000","recipient_id":"14155550100","biz_opaque_callback_data":"{{_attempt}}"}""");

        Assert.Equal(HttpStatusCode.ServiceUnavailable, await _host.DeliverAsync(Webhook.Body(Webhook.Statuses(Some.Number, [.. statuses]))));

        Assert.Empty(_host.Store.Letters);
    }

    [Fact]
    public async Task Thousands_of_statuses_are_many_writes()
    {
        var writes = 0;
        _host.Store.Behave = () => Task.FromResult(Interlocked.Increment(ref writes));
        var statuses = Enumerable.Range(0, 600).Select(i => $$"""{"id":"wamid.{{i}}","status":"read","timestamp":"1790000000","recipient_id":"14155550100","biz_opaque_callback_data":"{{_attempt}}"}""");

        Assert.Equal(HttpStatusCode.OK, await _host.DeliverAsync(Webhook.Body(Webhook.Statuses(Some.Number, [.. statuses]))));

        Assert.Equal((3, 600), (writes, _host.Store.Applied.Count));
    }

    [Fact]
    public async Task A_status_that_finds_its_message_unknown_tells_the_conversation()
    {
        var conversation = Some.Conversation(Some.User());
        _host.Store.StatusResult = new StatusResult(conversation, Moved: true, MessagePhase.Unknown);

        await _host.DeliverAsync(Body("sent"));

        await _host.Grains.Of(conversation).TakenAsync();
        Assert.Equal(_attempt, Assert.Single(_host.Grains.Of(conversation).Statuses).Attempt);
    }

    [Fact]
    public async Task A_conversation_that_cannot_be_told_does_not_change_the_answer()
    {
        _host.Store.StatusResult = new StatusResult(Some.Conversation(Some.User()), Moved: true, MessagePhase.Unknown);
        _host.Grains.Behave = () => throw new InvalidOperationException();

        Assert.Equal(HttpStatusCode.OK, await _host.DeliverAsync(Body("sent")));
    }

    [Fact]
    public async Task A_failure_that_may_be_sent_again_goes_to_its_conversation()
    {
        var conversation = Stored();

        Assert.Equal(HttpStatusCode.OK, await _host.DeliverAsync(Body("failed", Errors(131049))));

        Assert.Empty(_host.Store.Applied);
        Assert.Equal(SendRemedy.WaitForUser, Assert.Single(_host.Grains.Of(conversation).Statuses).Remedy);
    }

    [Fact]
    public async Task A_failure_whose_conversation_hangs_goes_to_the_inbox_as_it_was()
    {
        var conversation = Stored();
        var release = new TaskCompletionSource();
        _host.Grains.Of(conversation).Behave = () => release.Task;

        Assert.Equal(HttpStatusCode.OK, await _host.DeliverAsync(Body("failed", Errors(131049))));

        Assert.Single(_host.Inbox.Added);
        release.SetResult();
        await _host.Inbox.RemovedAsync();
        Assert.All(_host.Grains.Of(conversation).Statuses, status => Assert.Equal(
            (_attempt, MessageStatus.Failed, SendRemedy.WaitForUser, 131049),
            (status.Attempt, status.Status, status.Remedy, status.Error!.Code)));
    }

    [Fact]
    public async Task A_failure_that_says_that_the_user_stopped_marketing_goes_to_its_conversation()
    {
        var conversation = Stored();

        await _host.DeliverAsync(Body("failed", Errors(131050)));

        Assert.Equal(131050, Assert.Single(_host.Grains.Of(conversation).Statuses).Error!.Code);
    }

    [Fact]
    public async Task A_final_failure_goes_to_its_row()
    {
        Stored();

        await _host.DeliverAsync(Body("failed", Errors(131026)));

        Assert.Equal(MessageStatus.Failed, Assert.Single(_host.Store.Applied).Status);
    }

    [Fact]
    public async Task A_failure_that_names_a_message_of_another_number_touches_nothing()
    {
        Stored(Some.OtherNumber);

        Assert.Equal(HttpStatusCode.OK, await _host.DeliverAsync(Body("failed", Errors(131049))));

        Assert.True(_host.Grains.IsUntouched);
    }

    [Fact]
    public async Task Storage_that_is_away_is_503_with_a_time_to_come_again()
    {
        _host.Store.Behave = () => throw new StorageUnavailableException("away");
        var body = Body("sent");

        using var response = await _host.PostWebhookAsync(body, Webhook.Sign(body, Some.Secret));

        Assert.Equal(HttpStatusCode.ServiceUnavailable, response.StatusCode);
        Assert.InRange(response.Headers.RetryAfter!.Delta!.Value.TotalSeconds, 1, 2);
    }

    [Fact]
    public async Task Storage_that_does_not_answer_is_503_after_the_deadline()
    {
        _host.Store.Behave = () => new TaskCompletionSource().Task;

        Assert.Equal(HttpStatusCode.ServiceUnavailable, await _host.DeliverAsync(Body("sent")));
    }

    [Fact]
    public async Task What_the_database_refuses_for_what_it_is_becomes_a_dead_letter()
    {
        var calls = 0;
        _host.Store.Behave = () => Interlocked.Increment(ref calls) == 1 ? throw new StorageRejectedException("no") : Task.CompletedTask;
        var body = Body("sent");

        Assert.Equal(HttpStatusCode.OK, await _host.DeliverAsync(body));

        var letter = Assert.Single(_host.Store.Letters.Values);
        Assert.Equal("rejected", letter.Reason);
        Assert.Equal(body, letter.Raw);
    }

    private byte[] Body(string status, string more = "") =>
        Webhook.Body(Webhook.Statuses(Some.Number, Webhook.Status(_attempt, status, more)));

    private static string Errors(int code) => $$""","errors":[{"code":{{code}},"title":"x"}]""";

    private Mogambo.Conversations.ConversationId Stored(string number = Some.Number)
    {
        var conversation = Some.Conversation(Some.User(), number);
        _host.Store.Messages[_attempt.Message] = new StoredMessage
        {
            Key = MessageKey.OfOutbound(_attempt.Message),
            Conversation = conversation,
            Direction = MessageDirection.Outbound,
            Type = "text",
            Content = "{}"u8.ToArray(),
        };
        return conversation;
    }
}
