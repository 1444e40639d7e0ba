using System.Security.Cryptography;
using System.Text;
using Mogambo.Accounts;
using Mogambo.Conversations;
using Mogambo.Gateway.Tests.TestKit;
using Mogambo.Messages;
using Mogambo.Sending;
using Mogambo.Storage;
using Mogambo.Storage.Idempotency;

namespace Mogambo.Gateway.Tests.Messages;

/// <summary>The same key and body are never sent twice, and a caller always learns which of both holds (contract section 2).</summary>
public sealed class IdempotencyTests(SendingHost sending) : IClassFixture<SendingHost>
{
    [Fact]
    public async Task The_conversation_gets_the_key_with_the_fingerprint_of_the_bytes()
    {
        var user = Some.User();
        var body = SendingHost.Text(user);

        using var response = await sending.PostAsync(body, "order-77");

        await SendingHost.JsonAsync(response, 202);
        var key = Assert.Single(sending.Conversation(user).Sends).Key!;
        Assert.Equal(("messages", "order-77"), (key.Endpoint, key.Key));
        Assert.Equal(SHA256.HashData(Encoding.UTF8.GetBytes(body)), key.Fingerprint);
    }

    [Fact]
    public async Task A_repeat_is_answered_with_the_message_as_it_is_now()
    {
        var user = Some.User();
        var body = SendingHost.Text(user);
        var message = await sending.StoreAsync(user, MessagePhase.Parked);
        Use("repeated", user, body, message);

        using var response = await sending.PostAsync(body, "repeated");

        var answer = await SendingHost.JsonAsync(response, 202);
        Assert.Equal($$"""{"id":"{{message}}","status":"parked","to":"{{user}}","type":"text","preview":null,"price":null}""", answer.GetRawText());
        Assert.Equal("true", Assert.Single(response.Headers.GetValues("Idempotent-Replayed")));
        Assert.Equal($"/v1/messages/{message}", response.Headers.Location!.OriginalString);
    }

    [Fact]
    public async Task A_repeat_of_what_came_here_costs_no_call()
    {
        var user = Some.User();
        var body = SendingHost.Text(user);
        using var first = await sending.PostAsync(body, "came-before");
        var message = MessageId.Parse((await SendingHost.JsonAsync(first, 202)).GetProperty("id").GetString()!);
        sending.Keys.Used.Add(Used("came-before", body, message));

        using var response = await sending.PostAsync(body, "came-before");

        Assert.Equal(message.ToString(), (await SendingHost.JsonAsync(response, 202)).GetProperty("id").GetString());
        Assert.Single(sending.Conversation(user).Sends);
    }

    [Fact]
    public async Task A_repeat_is_answered_where_no_conversation_answers()
    {
        var user = Some.User();
        var body = SendingHost.Text(user);
        var message = await sending.StoreAsync(user, MessagePhase.Queued);
        sending.Keys.Used.Add(Used("nobody-home", body, message));
        sending.Conversation(user).Behave = () => throw new OperationCanceledException("Another silo died.");

        using var response = await sending.PostAsync(body, "nobody-home");

        Assert.Equal(message.ToString(), (await SendingHost.JsonAsync(response, 202)).GetProperty("id").GetString());
    }

    [Fact]
    public async Task A_repeat_after_its_time_to_be_sent_is_still_a_repeat()
    {
        var user = Some.User();
        var body = SendingHost.Text(user, ""","send_at":"2020-01-01T00:00:00Z" """);
        var message = await sending.StoreAsync(user, MessagePhase.Queued);
        Use("was-scheduled", user, body, message);

        using var response = await sending.PostAsync(body, "was-scheduled");

        Assert.Equal(message.ToString(), (await SendingHost.JsonAsync(response, 202)).GetProperty("id").GetString());
        Assert.Empty(sending.Conversation(user).Sends);
    }

    [Fact]
    public async Task A_repeat_whose_message_was_erased_has_the_same_id()
    {
        var user = Some.User();
        var body = SendingHost.Text(user);
        var message = MessageId.NewOutbound(TimeProvider.System.GetUtcNow());
        Use("erased", user, body, message);

        using var response = await sending.PostAsync(body, "erased");

        Assert.Equal(message.ToString(), (await SendingHost.JsonAsync(response, 202)).GetProperty("id").GetString());
    }

    [Fact]
    public async Task A_key_with_another_body_is_422()
    {
        var user = Some.User();
        Use("reused", user, SendingHost.Text(user), await sending.StoreAsync(user, MessagePhase.Queued));

        using var response = await sending.PostAsync(SendingHost.Text(user) + " ", "reused");

        await SendingHost.ProblemAsync(response, 422, "idempotency-key-reused");
    }

    [Theory]
    [InlineData("{")]
    [InlineData("{}")]
    [InlineData("""{"to":"12","type":"text","text":{"body":"hi"}}""")]
    public async Task A_key_with_another_body_is_422_whatever_is_wrong_with_that(string body)
    {
        var user = Some.User();
        Use("reused-badly", user, SendingHost.Text(user), await sending.StoreAsync(user, MessagePhase.Queued));

        using var response = await sending.PostAsync(body, "reused-badly");

        await SendingHost.ProblemAsync(response, 422, "idempotency-key-reused");
    }

    [Fact]
    public async Task Anothers_key_is_none()
    {
        var user = Some.User();
        var body = $$$"""{"to":"{{{user}}}","type":"text","text":{"body":"hi"}}""";
        sending.Keys.Used.Add(Used("shared", body, MessageId.NewOutbound(TimeProvider.System.GetUtcNow())));

        using var response = await sending.PostAsync(body, "shared", Some.OtherKey);

        await SendingHost.JsonAsync(response, 202);
        Assert.False(response.Headers.Contains("Idempotent-Replayed"));
    }

    [Theory]
    [InlineData(true, 202)]
    [InlineData(false, 422)]
    public async Task What_the_commit_says_of_the_key_counts(bool sameBody, int status)
    {
        var user = Some.User();
        var message = await sending.StoreAsync(user, MessagePhase.Queued);
        sending.Conversation(user).Reply = _ => new SendReply.Repeated(message, 202, sameBody);

        using var response = await sending.PostAsync(SendingHost.Text(user), "raced");

        var answer = await SendingHost.JsonAsync(response, status);
        Assert.Equal(sameBody, response.Headers.Contains("Idempotent-Replayed"));
        Assert.Equal(sameBody, answer.TryGetProperty("id", out var id) && id.GetString() == message.ToString());
    }

    [Fact]
    public async Task While_the_first_is_still_running_a_repeat_is_409_and_may_come_again()
    {
        var user = Some.User();
        sending.Conversation(user).Behave = () => new TaskCompletionSource().Task;

        using var response = await sending.PostAsync(SendingHost.Text(user), "running");

        await SendingHost.ProblemAsync(response, 409, "idempotency-in-progress");
        Assert.NotNull(response.Headers.RetryAfter);
    }

    [Fact]
    public async Task When_storage_fails_a_send_with_a_key_is_503_and_may_come_again()
    {
        var user = Some.User();
        sending.Conversation(user).Behave = () => throw new StorageUnavailableException("it broke");

        using var response = await sending.PostAsync(SendingHost.Text(user), "broken");

        await SendingHost.ProblemAsync(response, 503, "storage-unavailable");
        Assert.NotNull(response.Headers.RetryAfter);
    }

    [Fact]
    public async Task When_the_silo_gives_up_a_send_with_a_key_is_503_and_may_come_again()
    {
        var user = Some.User();
        sending.Conversation(user).Behave = () => throw new OperationCanceledException("Another silo died.");

        using var response = await sending.PostAsync(SendingHost.Text(user), "given-up");

        await SendingHost.ProblemAsync(response, 503, "storage-unavailable");
        Assert.NotNull(response.Headers.RetryAfter);
    }

    [Theory]
    [InlineData("", 400)]
    [InlineData("a b", 400)]
    [InlineData("!~", 202)]
    public async Task A_key_is_visible_ASCII(string key, int status)
    {
        using var response = await sending.PostAsync(SendingHost.Text(Some.User()), key);

        Assert.Equal(status, (int)response.StatusCode);
    }

    [Theory]
    [InlineData(255, 202)]
    [InlineData(256, 400)]
    public async Task A_key_has_at_most_255_characters(int length, int status)
    {
        using var response = await sending.PostAsync(SendingHost.Text(Some.User()), new string('k', length));

        Assert.Equal(status, (int)response.StatusCode);
    }

    /// <summary>A key that was used: the store has it, and a commit with it says so.</summary>
    private void Use(string key, UserId user, string body, MessageId message)
    {
        var used = Used(key, body, message);
        sending.Keys.Used.Add(used);
        sending.Conversation(user).Reply = request =>
            new SendReply.Repeated(message, used.StatusCode, request.Key!.Fingerprint.SequenceEqual(used.Fingerprint));
    }

    private static IdempotencyKey Used(string key, string body, MessageId message) =>
        new(AccountId.Parse(Some.Account), "messages", key, SHA256.HashData(Encoding.UTF8.GetBytes(body)), message, 202);
}
