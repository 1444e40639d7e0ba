using System.Text;
using System.Text.Json;
using Mogambo.Messages;
using Mogambo.WhatsApp.Webhooks;

namespace Mogambo.WhatsApp.Tests.Webhooks;

/// <summary>Every file of <c>tests/Payloads/Cloud</c>.</summary>
public sealed class PayloadTests
{
    public static TheoryData<string> All => [.. Payload.In("Cloud")];

    public static TheoryData<string> Messages => [.. Payload.In("Cloud/messages")];

    public static TheoryData<string> Fields => [.. Payload.In("Cloud/fields")];

    [Theory]
    [MemberData(nameof(All))]
    public void Is_one_change_that_parses_from_its_raw_again(string name)
    {
        var bytes = Payload.Read(name);

        var change = Parsed.Change(bytes);
        var again = Parsed.Change(change.Raw);

        Assert.Equal("900100200300400", change.EntryId);
        Assert.Equal(Field(bytes), change.Field);
        Assert.Equal(change.Raw, again.Raw);
        Assert.Equal(Parsed.Text(change), Parsed.Text(again));
    }

    [Theory]
    [MemberData(nameof(Messages))]
    public void A_message_keeps_its_content_as_it_came(string name)
    {
        var bytes = Payload.Read(name);
        using var json = JsonDocument.Parse(bytes);
        var raw = json.RootElement.GetProperty("entry")[0].GetProperty("changes")[0].GetProperty("value").GetProperty("messages")[0];

        var received = Assert.Single(Parsed.Value<MessagesValue>(bytes).Messages);

        Assert.Equal(raw.GetProperty("id").GetString(), received.Message.Wamid);
        Assert.Equal(MessageId.OfInbound(Parsed.Number, received.Message.Wamid, received.Message.SentAt), received.Message.Id);
        Assert.Equal(raw.GetProperty("type").GetString(), received.Message.Type);
        Assert.Equal(raw.GetProperty("timestamp").GetString(), $"{received.Message.SentAt.ToUnixTimeSeconds()}");
        Assert.Equal(raw.GetRawText(), Encoding.UTF8.GetString(received.Message.Content));
    }

    [Theory]
    [InlineData("text", "Oi, tudo bem? 👋 äöå")]
    [InlineData("image", "My receipt")]
    [InlineData("video", "Look at this")]
    [InlineData("document", "The invoice")]
    [InlineData("button", "Parar")]
    [InlineData("interactive_button_reply", "Sim")]
    [InlineData("interactive_list_reply", "Amanhã")]
    [InlineData("interactive_nfm_reply", null)]
    [InlineData("order", "Please wrap it")]
    [InlineData("audio_voice", null)]
    [InlineData("reaction", null)]
    [InlineData("edit", null)]
    [InlineData("future_type", null)]
    public void Text_is_what_the_user_wrote_or_tapped(string name, string? text)
    {
        var message = Parsed.Value<MessagesValue>(Payload.Read("Cloud/messages/" + name)).Messages[0].Message;

        Assert.Equal(text, message.Text);
        Assert.Equal("Ana Souza", message.Name);
        Assert.Equal("15550123456", message.WaId);
        Assert.Equal("US.40718263549012345678", message.BusinessScopedUserId);
    }

    [Fact]
    public void A_user_whose_number_is_hidden_is_their_business_scoped_id()
    {
        var received = Parsed.Value<MessagesValue>(Payload.Read("Cloud/messages/text_hidden_number")).Messages[0];

        Assert.Equal("BR.1234567890", received.User.Value);
        Assert.Null(received.Message.WaId);
        Assert.Equal("BR.1234567890", received.Message.BusinessScopedUserId);
        Assert.Equal("Bia", received.Message.Name);
    }

    [Theory]
    [InlineData("sent", MessageStatus.Sent)]
    [InlineData("delivered", MessageStatus.Delivered)]
    [InlineData("read", MessageStatus.Read)]
    [InlineData("played", MessageStatus.Played)]
    [InlineData("group_participant", MessageStatus.Delivered)]
    public void A_status_of_ours_names_its_attempt(string name, MessageStatus expected)
    {
        var value = Parsed.Value<MessagesValue>(Payload.Read("Cloud/statuses/" + name));

        var status = Assert.Single(value.Statuses);
        Assert.Equal(Parsed.Attempt, status.Attempt);
        Assert.Equal(Parsed.Number, status.Number);
        Assert.Equal("wamid.HBgLOUT==", status.Wamid);
        Assert.Equal(expected, status.Status);
        Assert.Equal(1790000000, status.At.ToUnixTimeSeconds());
        Assert.Null(status.Error);
        Assert.Equal(name is "sent" or "delivered", status.Pricing is not null);
        Assert.Equal(0, value.OthersStatuses);
    }

    [Theory]
    [InlineData("failed_window_closed", 131047, SendRemedy.Fail)]
    [InlineData("failed_marketing_cap", 131049, SendRemedy.WaitForUser)]
    [InlineData("failed_template_paused", 132015, SendRemedy.HoldForTemplate)]
    [InlineData("failed_payment", 131042, SendRemedy.ParkNumber)]
    [InlineData("failed_without_reason", 0, SendRemedy.Fail)]
    public void A_failure_says_why_and_what_helps(string name, int code, SendRemedy remedy)
    {
        var status = Assert.Single(Parsed.Value<MessagesValue>(Payload.Read("Cloud/statuses/" + name)).Statuses);

        Assert.Equal(MessageStatus.Failed, status.Status);
        Assert.Equal(code, status.Error!.Code);
        Assert.Equal(remedy, status.Remedy);
        Assert.Equal(remedy != SendRemedy.Fail, status.Error.Retryable);
        Assert.EndsWith(".", status.Error.Advice, StringComparison.Ordinal);
        Assert.Equal(code == 0 ? null : $"Details of {code}.", status.Error.Details);
    }

    [Theory]
    [InlineData("others_message")]
    [InlineData("others_without_opaque")]
    [InlineData("deleted")]
    public void A_status_that_moves_nothing_is_counted(string name)
    {
        var value = Parsed.Value<MessagesValue>(Payload.Read("Cloud/statuses/" + name));

        Assert.Empty(value.Statuses);
        Assert.Equal(1, value.OthersStatuses);
    }

    [Fact]
    public void An_error_of_the_number_has_advice()
    {
        var error = Assert.Single(Parsed.Value<MessagesValue>(Payload.Read("Cloud/errors/account_error")).Errors);

        Assert.Equal(130429, error.Code);
        Assert.Equal("Rate limit hit", error.Title);
        Assert.True(error.Retryable);
    }

    [Theory]
    [MemberData(nameof(Fields))]
    public void A_known_field_is_typed(string name)
    {
        var change = Parsed.Change(Payload.Read(name));

        Assert.Equal(name.EndsWith("user_id_update", StringComparison.Ordinal), change.Value is UnknownValue);
        Assert.Equal(1790000000, change.EntryTime!.Value.ToUnixTimeSeconds());
    }

    private static string? Field(byte[] bytes)
    {
        using var json = JsonDocument.Parse(bytes);
        return json.RootElement.GetProperty("entry")[0].GetProperty("changes")[0].GetProperty("field").GetString();
    }
}
