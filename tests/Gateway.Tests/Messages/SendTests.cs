using System.Net;
using System.Text;
using System.Text.Json;
using Mogambo.Accounts;
using Mogambo.Gateway.Tests.TestKit;
using Mogambo.Messages;
using Mogambo.Sending;

namespace Mogambo.Gateway.Tests.Messages;

/// <summary>What a send that is taken becomes, and how it is answered.</summary>
public sealed class SendTests(SendingHost sending) : IClassFixture<SendingHost>
{
    [Fact]
    public async Task A_text_is_handed_to_the_conversation_and_answered_202()
    {
        var user = Some.User();

        using var response = await sending.PostAsync(SendingHost.Text(user));

        var answer = await SendingHost.JsonAsync(response, 202);
        var sent = Assert.Single(sending.Conversation(user).Sends);
        Assert.Equal("text", sent.Content.Type);
        Assert.Equal("""{"type":"text","text":{"body":"hi"}}""", Encoding.UTF8.GetString(sent.Content.Json));
        Assert.Null(sent.Key);
        Assert.Equal($"/v1/messages/{answer.GetProperty("id").GetString()}", response.Headers.Location!.OriginalString);
        Assert.False(response.Headers.Contains("Idempotent-Replayed"));
        Assert.Equal(
            $$"""{"id":"{{answer.GetProperty("id").GetString()}}","status":"queued","to":"{{user}}","type":"text","preview":null,"price":null}""",
            answer.GetRawText());
    }

    [Theory]
    [InlineData(6_800, "0.0068")]
    [InlineData(0, "0")]
    [InlineData(1_500_000, "1.5")]
    [InlineData(1, "0.000001")]
    public async Task A_price_is_a_decimal_without_trailing_zeros(long micros, string amount)
    {
        var user = Some.User();
        sending.Conversation(user).Reply = _ => new SendReply.Taken(
            MessageId.NewOutbound(TimeProvider.System.GetUtcNow()), MessagePhase.Queued, new MessagePrice(micros, "USD", "service", "US", IsBooked: false), UsedFallback: false);

        using var response = await sending.PostAsync(SendingHost.Text(user));

        var price = (await SendingHost.JsonAsync(response, 202)).GetProperty("price");
        Assert.Equal($$"""{"amount":"{{amount}}","currency":"USD","category":"service"}""", price.GetRawText());
    }

    [Theory]
    [InlineData(MessagePhase.Queued, "queued")]
    [InlineData(MessagePhase.Claimed, "queued")]
    [InlineData(MessagePhase.Scheduled, "scheduled")]
    [InlineData(MessagePhase.Parked, "parked")]
    public async Task The_status_says_whether_it_waits(MessagePhase phase, string status)
    {
        var user = Some.User();
        sending.Conversation(user).Reply = _ => new SendReply.Taken(MessageId.NewOutbound(TimeProvider.System.GetUtcNow()), phase, null, UsedFallback: false);

        using var response = await sending.PostAsync(SendingHost.Text(user));

        Assert.Equal(status, (await SendingHost.JsonAsync(response, 202)).GetProperty("status").GetString());
    }

    [Fact]
    public async Task Everything_that_is_asked_for_reaches_the_conversation()
    {
        var user = Some.User();
        var at = TimeProvider.System.GetUtcNow().AddDays(2);
        var time = at.ToOffset(TimeSpan.FromHours(2));

        using var response = await sending.PostAsync(SendingHost.Text(
            user,
            $$""","context":{"message_id":"wamid.x"},"send_at":"{{time:yyyy-MM-dd'T'HH:mm:ss.fffffffzzz}}","reference":"order-77","on_unknown":"resend","if_window_closed":"park" """));

        Assert.Equal(HttpStatusCode.Accepted, response.StatusCode);
        var sent = Assert.Single(sending.Conversation(user).Sends);
        Assert.Equal("""{"type":"text","text":{"body":"hi"},"context":{"message_id":"wamid.x"}}""", Encoding.UTF8.GetString(sent.Content.Json));
        Assert.Equal(at, sent.SendAt);
        Assert.Equal(at.AddDays(7), sent.ExpiresAt);
        Assert.Equal("order-77", sent.Reference);
        Assert.Equal(OnUnknown.Resend, sent.OnUnknown);
        Assert.Equal(IfWindowClosed.Park, sent.IfWindowClosed);
    }

    [Fact]
    public async Task What_is_null_counts_as_left_out()
    {
        var user = Some.User();

        using var response = await sending.PostAsync(SendingHost.Text(
            user, ""","context":null,"send_at":null,"reference":null,"on_unknown":null,"if_window_closed":null,"expires_at":null"""));

        Assert.Equal(HttpStatusCode.Accepted, response.StatusCode);
        var sent = Assert.Single(sending.Conversation(user).Sends);
        Assert.Equal((null, null, IfWindowClosed.Reject, null), (sent.SendAt, sent.OnUnknown, sent.IfWindowClosed, sent.ExpiresAt));
    }

    [Fact]
    public async Task The_only_number_need_not_be_named()
    {
        var user = Some.User();

        using var response = await sending.PostAsync($$$"""{"to":"+{{{user}}}","type":"text","text":{"body":"hi"}}""", key: Some.OtherKey);

        Assert.Equal(HttpStatusCode.Accepted, response.StatusCode);
        Assert.Equal(user.Value, Assert.Single(sending.Conversation(user, Some.OtherNumber).Sends).WaId);
    }

    [Fact]
    public async Task A_text_beyond_ASCII_stays_what_it_is()
    {
        var user = Some.User();

        using var response = await sending.PostAsync(
            $$$"""{"to":"{{{user}}}","from":"{{{Some.Number}}}","type":"text","text":{"body":"<Olá> \ud83d\ude00 \u0000"}}""");

        Assert.Equal(HttpStatusCode.Accepted, response.StatusCode);
        using var json = JsonDocument.Parse(Assert.Single(sending.Conversation(user).Sends).Content.Json);
        Assert.Equal("<Olá> 😀 \0", json.RootElement.GetProperty("text").GetProperty("body").GetString());
    }

    [Fact]
    public async Task A_key_that_may_only_read_is_403()
    {
        using var response = await sending.PostAsync(SendingHost.Text(Some.User()), key: Some.KeyWithScope("messages:read"));

        await SendingHost.ProblemAsync(response, 403, "forbidden");
    }

    [Theory]
    [InlineData(256 * 1024, 400)]
    [InlineData((256 * 1024) + 1, 413)]
    public async Task A_body_has_at_most_256_KiB(int bytes, int status)
    {
        using var response = await sending.PostAsync(new string(' ', bytes));

        Assert.Equal(status, (int)response.StatusCode);
    }
}
