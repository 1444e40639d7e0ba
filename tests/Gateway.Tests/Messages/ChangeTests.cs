using Mogambo.Gateway.Tests.TestKit;
using Mogambo.Messages;
using Mogambo.Sending;

namespace Mogambo.Gateway.Tests.Messages;

/// <summary>What a business may still decide about a message of its own.</summary>
public sealed class ChangeTests(SendingHost sending) : IClassFixture<SendingHost>
{
    [Fact]
    public async Task A_message_is_canceled_and_shown()
    {
        var user = Some.User();
        var message = await sending.StoreAsync(user, MessagePhase.Scheduled);

        using var response = await sending.Host.SendAsync(HttpMethod.Delete, $"/v1/messages/{message}");

        Assert.Equal(message.ToString(), (await SendingHost.JsonAsync(response, 200)).GetProperty("id").GetString());
        Assert.Equal((message, null), Assert.Single(sending.Conversation(user).Changes));
    }

    [Theory]
    [InlineData(MessagePhase.Claimed, 409)]
    [InlineData(MessagePhase.Canceled, 200)]
    public async Task What_is_claimed_cannot_be_canceled_and_what_is_canceled_stays_so(MessagePhase phase, int status)
    {
        var user = Some.User();
        var message = await sending.StoreAsync(user, phase);
        sending.Conversation(user).ChangeReply = () => ChangeReply.TooLate;

        using var response = await sending.Host.SendAsync(HttpMethod.Delete, $"/v1/messages/{message}");

        var answer = await SendingHost.JsonAsync(response, status);
        Assert.Equal(status == 409, answer.TryGetProperty("type", out var type) && type.GetString() == "urn:mogambo:problem:too-late");
    }

    [Theory]
    [InlineData("sent", Resolution.Sent)]
    [InlineData("failed", Resolution.Failed)]
    [InlineData("resend", Resolution.Resend)]
    public async Task An_unknown_outcome_is_decided(string word, Resolution resolution)
    {
        var user = Some.User();
        var message = await sending.StoreAsync(user, MessagePhase.Unknown);

        using var response = await sending.PostAsync($$"""{"as":"{{word}}"}""", path: $"/v1/messages/{message}/resolve");

        Assert.Equal("unknown", (await SendingHost.JsonAsync(response, 200)).GetProperty("status").GetString());
        Assert.Equal((message, (Resolution?)resolution), Assert.Single(sending.Conversation(user).Changes));
    }

    [Fact]
    public async Task What_is_not_unknown_cannot_be_decided()
    {
        var user = Some.User();
        var message = await sending.StoreAsync(user, MessagePhase.Queued);
        sending.Conversation(user).ChangeReply = () => ChangeReply.TooLate;

        using var response = await sending.PostAsync("""{"as":"sent"}""", path: $"/v1/messages/{message}/resolve");

        await SendingHost.ProblemAsync(response, 409, "too-late");
    }

    [Theory]
    [InlineData("")]
    [InlineData("{}")]
    [InlineData("""{"as":"read"}""")]
    [InlineData("""{"as":5}""")]
    [InlineData("""{"as":"sent","why":"x"}""")]
    public async Task A_decision_that_is_none_is_400(string body)
    {
        var user = Some.User();
        var message = await sending.StoreAsync(user, MessagePhase.Unknown);

        using var response = await sending.PostAsync(body, path: $"/v1/messages/{message}/resolve");

        await SendingHost.ProblemAsync(response, 400, "invalid-request");
        Assert.Empty(sending.Conversation(user).Changes);
    }

    [Fact]
    public async Task Anothers_message_and_one_that_does_not_exist_are_404()
    {
        var user = Some.User();
        var message = await sending.StoreAsync(user, MessagePhase.Unknown);
        foreach (var (id, key) in new[] { (message.ToString(), Some.OtherKey), ("msg_x", Some.Key), (MessageId.NewOutbound(default(DateTimeOffset).AddYears(2000)).ToString(), Some.Key) })
        {
            using var canceled = await sending.Host.SendAsync(HttpMethod.Delete, $"/v1/messages/{id}", key);
            using var resolved = await sending.PostAsync("""{"as":"sent"}""", key: key, path: $"/v1/messages/{id}/resolve");

            await SendingHost.ProblemAsync(canceled, 404, "not-found");
            await SendingHost.ProblemAsync(resolved, 404, "not-found");
        }

        Assert.Empty(sending.Conversation(user).Changes);
    }

    [Fact]
    public async Task A_message_that_the_conversation_no_longer_has_is_404()
    {
        var user = Some.User();
        var message = await sending.StoreAsync(user, MessagePhase.Unknown);
        sending.Conversation(user).ChangeReply = () => ChangeReply.NotFound;

        using var response = await sending.Host.SendAsync(HttpMethod.Delete, $"/v1/messages/{message}");

        await SendingHost.ProblemAsync(response, 404, "not-found");
    }

    [Fact]
    public async Task A_key_that_may_only_read_is_403()
    {
        var message = await sending.StoreAsync(Some.User(), MessagePhase.Unknown);
        var key = Some.KeyWithScope("messages:read");

        using var canceled = await sending.Host.SendAsync(HttpMethod.Delete, $"/v1/messages/{message}", key);
        using var resolved = await sending.PostAsync("""{"as":"sent"}""", key: key, path: $"/v1/messages/{message}/resolve");

        await SendingHost.ProblemAsync(canceled, 403, "forbidden");
        await SendingHost.ProblemAsync(resolved, 403, "forbidden");
    }

    [Fact]
    public async Task A_conversation_that_does_not_answer_is_503()
    {
        var user = Some.User();
        var message = await sending.StoreAsync(user, MessagePhase.Unknown);
        sending.Conversation(user).Behave = () => new TaskCompletionSource().Task;

        using var response = await sending.Host.SendAsync(HttpMethod.Delete, $"/v1/messages/{message}");

        await SendingHost.ProblemAsync(response, 503, "storage-unavailable");
    }
}
