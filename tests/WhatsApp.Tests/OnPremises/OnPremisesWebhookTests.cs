using System.Text;
using Mogambo.Accounts;
using Mogambo.Messages;
using Mogambo.WhatsApp.OnPremises;
using Mogambo.WhatsApp.Webhooks;

namespace Mogambo.WhatsApp.Tests.OnPremises;

public sealed class OnPremisesWebhookTests
{
    private static readonly PhoneNumberId Number = new("700");

    public static TheoryData<string> All => [.. Payload.In("OnPremises")];

    [Theory]
    [MemberData(nameof(All))]
    public void Is_one_change_that_parses_from_its_raw_again(string name)
    {
        var change = Change(Payload.Read(name));

        Assert.Equal(("900", "messages"), (change.EntryId, change.Field));
        Assert.Equal(Parsed.Text(change), Parsed.Text(Change(change.Raw)));
    }

    [Theory]
    [InlineData("text", "text", "Oi", true)]
    [InlineData("voice", "voice", null, true)]
    [InlineData("image", "image", "Here", true)]
    [InlineData("unknown", "unknown", null, true)]
    [InlineData("system", "system", null, false)]
    public void A_message_is_the_same_as_from_the_cloud(string name, string type, string? text, bool opensWindow)
    {
        var received = Assert.Single(Read("messages/" + name).Messages);

        Assert.Equal("15550123456", received.User.Value);
        Assert.Equal((type, text, opensWindow), (received.Message.Type, received.Message.Text, received.Message.OpensWindow));
        Assert.Equal(type == "system" ? null : "Ana", received.Message.Name);
        Assert.Equal(MessageId.OfInbound(Number, received.Message.Wamid, received.Message.SentAt), received.Message.Id);
    }

    [Theory]
    [InlineData("sent", MessageStatus.Sent, 0, SendRemedy.Fail)]
    [InlineData("delivered", MessageStatus.Delivered, 0, SendRemedy.Fail)]
    [InlineData("read", MessageStatus.Read, 0, SendRemedy.Fail)]
    [InlineData("failed_window_closed", MessageStatus.Failed, 470, SendRemedy.Fail)]
    [InlineData("failed_overloaded", MessageStatus.Failed, 429, SendRemedy.BackOff)]
    public void A_status_is_found_by_WhatsApps_id(string name, MessageStatus expected, int code, SendRemedy remedy)
    {
        var value = Read("statuses/" + name);

        var status = Assert.Single(value.OnPremisesStatuses);
        Assert.Empty(value.Statuses);
        Assert.Equal(("gBEGVUkXmQZZAgnQ4FjSCtSwPzg", "15550123456"), (status.MessageId, status.Recipient?.Value));
        Assert.Equal((expected, remedy, code), (status.Status, status.Remedy, status.Error?.Code ?? 0));
        Assert.Equal(name == "delivered", status.Pricing is not null);
    }

    [Fact]
    public void Statuses_that_move_nothing_and_errors_are_told()
    {
        Assert.Equal(1, Read("statuses/deleted").OthersStatuses);
        Assert.Equal(1011, Assert.Single(Read("errors/not_ready").Errors).Code);
    }

    [Fact]
    public void One_bad_message_spoils_none_of_the_others()
    {
        var json = $$"""{"messages":[{{Parsed.Message(1)}},{"id":"x"},{{Parsed.Message(2)}}],"statuses":[{"id":"w"}]}""";

        var body = OnPremisesWebhookParser.Parse(Encoding.UTF8.GetBytes(json), Number, "900");

        Assert.Equal(["wamid.1", "wamid.2"], Parsed.Wamids(body));
        Assert.Equal(
            ["""{"messages":[{"id":"x"}]}""", """{"statuses":[{"id":"w"}]}"""],
            body.Malformed.Select(part => Encoding.UTF8.GetString(part.Raw)));
    }

    [Theory]
    [InlineData("", "invalid-json")]
    [InlineData("null", "malformed")]
    [InlineData("[]", "malformed")]
    [InlineData("""{"messages":{}}""", "malformed")]
    public void What_does_not_read_is_kept_whole(string json, string reason)
    {
        var part = Assert.Single(OnPremisesWebhookParser.Parse(Encoding.UTF8.GetBytes(json), Number, "900").Malformed);

        Assert.Equal(("900", reason, json), (part.EntryId, part.Reason, Encoding.UTF8.GetString(part.Raw)));
    }

    private static MessagesValue Read(string name) => Assert.IsType<MessagesValue>(Change(Payload.Read("OnPremises/" + name)).Value);

    private static WebhookChange Change(byte[] body)
    {
        var parsed = OnPremisesWebhookParser.Parse(body, Number, "900");
        Assert.Empty(parsed.Malformed);
        return Assert.Single(parsed.Changes);
    }
}
