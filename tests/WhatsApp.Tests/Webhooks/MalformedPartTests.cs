using System.Diagnostics;
using System.Text;
using Mogambo.WhatsApp.Webhooks;

namespace Mogambo.WhatsApp.Tests.Webhooks;

public sealed class MalformedPartTests
{
    [Theory]
    [InlineData("")]
    [InlineData("{")]
    [InlineData("\uFEFF{}")]
    [InlineData("{\"object\":\"whatsapp_business_account\",\"entry\":[]} x")]
    [InlineData("{\"object\":\"whatsapp_business_account\",\"entry\":[],}")]
    public void What_is_not_JSON_is_kept_whole(string json)
    {
        var body = Parsed.Body(json);

        Assert.Empty(body.Changes);
        var part = Assert.Single(body.Malformed);
        Assert.Equal("invalid-json", part.Reason);
        Assert.Equal(json, Encoding.UTF8.GetString(part.Raw));
    }

    [Theory]
    [InlineData("null")]
    [InlineData("[]")]
    [InlineData("1e400")]
    [InlineData("{}")]
    [InlineData("""{"object":"page","entry":[]}""")]
    [InlineData("""{"object":"\ud800","entry":[]}""")]
    [InlineData("""{"object":"whatsapp_business_account"}""")]
    [InlineData("""{"object":"whatsapp_business_account","entry":{}}""")]
    [InlineData("""{"object":"whatsapp_business_account","entry":[],"entry":[]}""")]
    public void JSON_that_is_no_body_is_kept_whole(string json)
    {
        var body = Parsed.Body(json);

        Assert.Empty(body.Changes);
        var part = Assert.Single(body.Malformed);
        Assert.Equal("malformed", part.Reason);
        Assert.Equal(json, Encoding.UTF8.GetString(part.Raw));
    }

    [Fact]
    public void A_body_without_entries_holds_nothing()
    {
        var body = Parsed.Body("""{"object":"whatsapp_business_account","entry":[]}""");

        Assert.Empty(body.Changes);
        Assert.Empty(body.Malformed);
    }

    [Theory]
    [InlineData("5")]
    [InlineData("{}")]
    [InlineData("""{"field":"messages"}""")]
    [InlineData("""{"field":7,"value":{}}""")]
    [InlineData("""{"field":"\udfff","value":{}}""")]
    [InlineData("""{"field":"messages","value":[]}""")]
    [InlineData("""{"field":"messages","value":{"messages":[]}}""")]
    [InlineData("""{"field":"messages","value":{"metadata":{"phone_number_id":"+7"},"messages":[]}}""")]
    [InlineData("""{"field":"messages","value":{"metadata":{"phone_number_id":"7"},"messages":{}}}""")]
    [InlineData("""{"field":"messages","value":{"metadata":{"phone_number_id":"7"},"messages":[],"messages":[]}}""")]
    [InlineData("""{"field":"message_template_status_update","value":{"message_template_id":1}}""")]
    [InlineData("""{"field":"message_template_status_update","value":{"event":"APPROVED","message_template_id":{}}}""")]
    [InlineData("""{"field":"account_update","value":{"event":"\ud800"}}""")]
    public void A_bad_change_stands_alone(string bad)
    {
        var body = Parsed.Body(Parsed.Envelope(Parsed.Messages(Parsed.Message(1)), bad, Parsed.Messages(Parsed.Message(2))));

        Assert.Equal(["wamid.1", "wamid.2"], Parsed.Wamids(body));
        var part = Assert.Single(body.Malformed);
        Assert.Equal(("900", "malformed"), (part.EntryId, part.Reason));
        AssertParsesToItself(part);
    }

    [Theory]
    [InlineData("5")]
    [InlineData("""{"changes":[]}""")]
    [InlineData("""{"id":"900"}""")]
    [InlineData("""{"id":{},"changes":[]}""")]
    public void A_bad_entry_stands_alone(string bad)
    {
        var good = $$"""{"id":900,"changes":[{{Parsed.Messages(Parsed.Message(1))}}]}""";

        var body = Parsed.Body($$"""{"entry":[{{bad}},{{good}}],"object":"whatsapp_business_account"}""");

        Assert.Equal(["wamid.1"], Parsed.Wamids(body));
        AssertParsesToItself(Assert.Single(body.Malformed));
    }

    [Theory]
    [InlineData("5")]
    [InlineData("null")]
    [InlineData("""{"id":"w","timestamp":"1790000000","type":"text"}""")]
    [InlineData("""{"from":"1555","timestamp":"1790000000","type":"text"}""")]
    [InlineData("""{"from":"1555","id":"w","type":"text"}""")]
    [InlineData("""{"from":"1555","id":"w","timestamp":"1262303999","type":"text"}""")]
    [InlineData("""{"from":"1555","id":"w","timestamp":"4102444800","type":"text"}""")]
    [InlineData("""{"from":"1555","id":"w","timestamp":1e400,"type":"text"}""")]
    [InlineData("""{"from":"1555","id":"w","timestamp":"soon","type":"text"}""")]
    [InlineData("""{"from":1555,"id":"w","timestamp":"1790000000","type":"text"}""")]
    [InlineData("""{"from":"1555","id":["w"],"timestamp":"1790000000","type":"text"}""")]
    [InlineData("""{"from":"1555","id":"w\u0000","timestamp":"1790000000","type":"text"}""")]
    [InlineData("""{"from":"1555","id":"w","timestamp":"1790000000","type":8}""")]
    [InlineData("""{"from":"1555","id":"w","timestamp":"1790000000","type":"text","text":{"body":8}}""")]
    [InlineData("""{"from":"1555","id":"w","timestamp":"1790000000","type":"text","text":{"body":"\ud83d"}}""")]
    [InlineData("""{"from":"1555","id":"w","timestamp":"1790000000","type":"text","text":{"body":"\udc4b\ud83d"}}""")]
    [InlineData("""{"from":"1555","id":"w","id":"w","timestamp":"1790000000","type":"text"}""")]
    [InlineData("""{"from":"+1555","id":"w","timestamp":"1790000000","type":"text"}""")]
    public void A_bad_message_stands_alone(string bad)
    {
        var body = Parsed.Body(Parsed.Envelope(Parsed.Messages(Parsed.Message(1), bad, Parsed.Message(2))));

        Assert.Equal(["wamid.1", "wamid.2"], Parsed.Wamids(body));
        AssertParsesToItself(Assert.Single(body.Malformed));
        var again = WebhookParser.Parse(Assert.Single(body.Changes).Raw);
        Assert.Empty(again.Malformed);
        Assert.Equal(["wamid.1", "wamid.2"], Parsed.Wamids(again));
    }

    [Fact]
    public void Ill_formed_UTF8_spoils_only_its_message()
    {
        var json = Encoding.UTF8.GetBytes(Parsed.Envelope(Parsed.Messages(Parsed.Message(1), Parsed.Message(2, "#"), Parsed.Message(3))));
        json[json.IndexOf((byte)'#')] = 0xC3;

        var body = WebhookParser.Parse(json);

        Assert.Equal(["wamid.1", "wamid.3"], Parsed.Wamids(body));
        AssertParsesToItself(Assert.Single(body.Malformed));
    }

    [Theory]
    [InlineData("""{"status":"sent","timestamp":"1790000000"}""")]
    [InlineData("""{"id":"w","timestamp":"1790000000"}""")]
    [InlineData("""{"id":"w","status":"sent","timestamp":"0"}""")]
    public void A_bad_status_stands_alone(string bad)
    {
        var good = $$"""{"id":"w","status":"sent","timestamp":1790000000,"biz_opaque_callback_data":"{{Parsed.Attempt}}"}""";

        var body = Parsed.Body(Parsed.Envelope(
            $$$"""{"field":"messages","value":{"metadata":{"phone_number_id":"700"},"statuses":[{{{bad}}},{{{good}}}]}}"""));

        Assert.Single(Assert.IsType<MessagesValue>(Assert.Single(body.Changes).Value).Statuses);
        AssertParsesToItself(Assert.Single(body.Malformed));
    }

    [Fact]
    public void A_malformed_message_takes_along_its_own_contact()
    {
        var body = Parsed.Body(Parsed.Envelope("""
            {"field":"messages","value":{"metadata":{"phone_number_id":"700"},
             "contacts":[{"wa_id":"1556","profile":{"name":"Bia"}},{"wa_id":"1555","profile":{"name":"Ana"}}],
             "messages":[{"from":"1555","id":"w","type":"text","text":{"body":"Hi"}}]}}
            """));
        var raw = Encoding.UTF8.GetString(Assert.Single(body.Malformed).Raw);

        var mended = Parsed.Body(raw.Replace("\"id\":\"w\"", "\"id\":\"w\",\"timestamp\":\"1790000000\"", StringComparison.Ordinal));

        Assert.Equal("Ana", Assert.Single(Assert.IsType<MessagesValue>(Assert.Single(mended.Changes).Value).Messages).Message.Name);
        Assert.DoesNotContain("Bia", raw, StringComparison.Ordinal);
    }

    [Fact]
    public void A_NUL_is_kept_raw_and_replaced_in_text_and_name()
    {
        var body = Parsed.Body(Parsed.Envelope("""
            {"field":"messages","value":{"metadata":{"phone_number_id":"700"},"contacts":[{"wa_id":"1555","profile":{"name":"A\u0000a"}}],
             "messages":[{"from":"1555","id":"w","timestamp":"1790000000","type":"text","text":{"body":"a\u0000b"}}]}}
            """));

        var message = Assert.Single(Assert.IsType<MessagesValue>(Assert.Single(body.Changes).Value).Messages).Message;
        Assert.Equal(("a\uFFFDb", "A\uFFFDa"), (message.Text, message.Name));
        Assert.Contains("a\\u0000b", Encoding.UTF8.GetString(message.Content), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(33)]
    [InlineData(100_000)]
    [InlineData(1_000_000)]
    public void A_change_nested_too_deep_spoils_none_of_the_others(int depth)
    {
        var nested = new string('[', depth - 2) + new string(']', depth - 2);
        var deep = $$$"""{"field":"messages","value":{"x":{{{nested}}}}}""";

        var body = Parsed.Body(Parsed.Envelope(Parsed.Messages(Parsed.Message(1)), deep, Parsed.Messages(Parsed.Message(2))));

        Assert.Equal(["wamid.1", "wamid.2"], Parsed.Wamids(body));
        var part = Assert.Single(body.Malformed);
        Assert.Equal(("900", "malformed", "nested too deep"), (part.EntryId, part.Reason, part.Details));
        Assert.Equal(Parsed.Envelope(deep), Encoding.UTF8.GetString(part.Raw));
        AssertParsesToItself(part);
    }

    [Fact]
    public void A_change_may_be_32_deep()
    {
        var deep = $$$"""{"field":"new_field","value":{"x":{{{new string('[', 30)}}}{{{new string(']', 30)}}}}}""";

        Assert.IsType<UnknownValue>(Assert.Single(Parsed.Body(Parsed.Envelope(deep)).Changes).Value);
    }

    [Fact]
    public void What_claims_to_be_far_more_updates_than_WhatsApp_sends_is_not_split_up()
    {
        var body = Parsed.Body(Parsed.Envelope(Enumerable.Repeat("1", 1_000_000).ToArray()));

        Assert.Single(body.Malformed);
    }

    [Fact]
    public void A_thousand_changes_of_four_kilobytes_take_no_time_to_speak_of()
    {
        var text = new string('x', 4000);
        var json = Encoding.UTF8.GetBytes(Parsed.Envelope([.. Enumerable.Range(0, 1000).Select(n => Parsed.Messages(Parsed.Message(n, text)))]));
        WebhookParser.Parse(json);
        var watch = Stopwatch.StartNew();

        var body = WebhookParser.Parse(json);

        // Measured at about 20 ms; the bound only tells it from quadratic time on a loaded machine.
        Assert.True(watch.Elapsed < TimeSpan.FromSeconds(2), $"{watch.Elapsed}");
        Assert.Equal(1000, body.Changes.Count);
    }

    private static void AssertParsesToItself(MalformedPart part)
    {
        var again = WebhookParser.Parse(part.Raw);

        var same = Assert.Single(again.Malformed);
        Assert.Equal(part.Details, same.Details);
        Assert.Equal(part.Raw, same.Raw);
        Assert.Empty(Parsed.Wamids(again));
    }
}
