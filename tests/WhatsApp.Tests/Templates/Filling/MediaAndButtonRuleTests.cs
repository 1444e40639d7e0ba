using static Mogambo.WhatsApp.Tests.Templates.Made;

namespace Mogambo.WhatsApp.Tests.Templates.Filling;

public sealed class MediaAndButtonRuleTests
{
    private const string Plain = "{\"type\":\"BODY\",\"text\":\"Hello there\"}";

    [Theory]
    [InlineData("IMAGE", """{"image":{"id":"1"}}""", null)]
    [InlineData("VIDEO", """{"video":{"link":"https://example.org/a.mp4"}}""", null)]
    [InlineData("DOCUMENT", """{"document":{"id":"1","filename":"a.pdf"}}""", null)]
    [InlineData("LOCATION", """{"location":{"latitude":52.5,"longitude":"13.4","name":"Office"}}""", null)]
    [InlineData("PRODUCT", """{"product":{"product_retailer_id":"SKU","catalog_id":"1"}}""", null)]
    [InlineData("IMAGE", "null", "missing")]
    [InlineData("IMAGE", "\"https://example.org/a.png\"", "wrong-kind")]
    [InlineData("IMAGE", """{"video":{"id":"1"}}""", "wrong-kind")]
    [InlineData("IMAGE", """{"image":"1"}""", "wrong-kind")]
    [InlineData("IMAGE", """{"image":{}}""", "wrong-kind")]
    [InlineData("IMAGE", """{"image":{"id":""}}""", "wrong-kind")]
    [InlineData("IMAGE", """{"image":{"id":"1","link":"https://example.org/a.png"}}""", "wrong-kind")]
    [InlineData("IMAGE", """{"image":{"link":"a.png"}}""", "wrong-kind")]
    [InlineData("IMAGE", """[{"image":{"id":"1"}},{"image":{"id":"2"}}]""", "superfluous")]
    [InlineData("LOCATION", """{"location":{"latitude":91,"longitude":0}}""", "wrong-kind")]
    [InlineData("LOCATION", """{"location":{"latitude":90,"longitude":180.1}}""", "wrong-kind")]
    [InlineData("LOCATION", """{"location":{"latitude":1}}""", "wrong-kind")]
    [InlineData("PRODUCT", """{"product":{}}""", "wrong-kind")]
    public void A_header_gets_what_its_format_says(string format, string header, string? rule) =>
        Assert.Equal(rule is null ? [] : [$"header {rule}"], Filled.Problems(Template(Media(format), Plain), $"{{\"header\":{header}}}"));

    [Theory]
    [InlineData("URL", "null", "missing")]
    [InlineData("URL", "\"\"", "empty")]
    [InlineData("URL", "\"a\\nb\"", "line-break")]
    [InlineData("URL", "{\"payload\":\"x\"}", "wrong-kind")]
    [InlineData("URL", "true", "wrong-kind")]
    [InlineData("URL", "[\"a\",\"b\"]", "superfluous")]
    [InlineData("COPY_CODE", "null", "missing")]
    [InlineData("COPY_CODE", "\"12345678901234567890\"", null)]
    [InlineData("COPY_CODE", "\"123456789012345678901\"", "too-long")]
    [InlineData("COPY_CODE", "12345", null)]
    [InlineData("QUICK_REPLY", "null", null)]
    [InlineData("QUICK_REPLY", "{\"payload\":\"a\\nb\"}", null)]
    [InlineData("QUICK_REPLY", "{\"payload\":\"\"}", "empty")]
    [InlineData("QUICK_REPLY", "{\"payload\":{}}", "wrong-kind")]
    [InlineData("FLOW", "null", null)]
    [InlineData("FLOW", "{\"action\":7}", "wrong-kind")]
    [InlineData("PHONE_NUMBER", "null", null)]
    [InlineData("PHONE_NUMBER", "\"x\"", "superfluous")]
    [InlineData("FIXED_URL", "\"x\"", "superfluous")]
    [InlineData("CATALOG", "{\"action\":{\"thumbnail_product_retailer_id\":\"1\"}}", null)]
    [InlineData("CATALOG", "\"x\"", "wrong-kind")]
    [InlineData("MPM", "null", "missing")]
    [InlineData("TELEPORT", "null", null)]
    [InlineData("TELEPORT", "\"x\"", "wrong-kind")]
    [InlineData("TELEPORT", "{\"parameters\":[{\"type\":\"place\",\"place\":\"Mars\"}]}", null)]
    public void A_button_gets_what_its_type_takes(string type, string value, string? rule)
    {
        var button = type switch
        {
            "URL" => Url("https://example.org/{{1}}", "x"),
            "FIXED_URL" => Url("https://example.org"),
            _ => $"{{\"type\":\"{type}\",\"text\":\"x\"}}",
        };

        Assert.Equal(rule is null ? [] : [$"buttons[0] {rule}"], Filled.Problems(Template(Plain, Buttons(button)), $"{{\"buttons\":[{value}]}}"));
    }

    [Fact]
    public void A_payload_has_at_most_128_characters()
    {
        var template = Template(Plain, Buttons(Reply()));

        Assert.Empty(Filled.Problems(template, $"{{\"buttons\":[\"{new string('a', 128)}\"]}}"));
        Filled.IsWrong(template, $"{{\"buttons\":[\"{new string('a', 129)}\"]}}", "buttons[0] too-long");
    }

    [Theory]
    [InlineData("""{"buttons":7}""", "buttons wrong-kind")]
    [InlineData("""{"buttons":{"first":"x"}}""", "buttons wrong-kind")]
    [InlineData("""{"buttons":{"1":"x"}}""", "buttons[1] superfluous")]
    [InlineData("""{"cards":7}""", "cards wrong-kind")]
    [InlineData("""[{"type":"button","sub_type":"quick_reply","parameters":[{"type":"payload","payload":"x"}]}]""", "components[0].index wrong-kind")]
    [InlineData("""[{"type":"button","sub_type":"url","index":0,"parameters":[{"type":"payload","payload":"x"}]}]""", "buttons[0] wrong-kind")]
    [InlineData("""[{"type":"carousel"}]""", "components[0] wrong-kind")]
    public void Shapes_that_cannot_be_read_are_named(string parameters, string problem) =>
        Filled.IsWrong(Template(Plain, Buttons(Reply())), parameters, problem);

    [Theory]
    [InlineData("""{"limited_time_offer":"1790000000000"}""", null)]
    [InlineData("{}", "missing")]
    [InlineData("""{"limited_time_offer":"tomorrow"}""", "wrong-kind")]
    [InlineData("""{"limited_time_offer":-5}""", "wrong-kind")]
    public void An_offer_that_ends_says_when(string parameters, string? rule) =>
        Assert.Equal(rule is null ? [] : [$"limited_time_offer {rule}"], Filled.Problems(Template(Plain, Offer()), parameters));

    [Fact]
    public void Every_card_is_checked()
    {
        var card = Card(Media("IMAGE"), Body("a {{1}} b", "x"), Buttons(Url("https://example.org/{{1}}", "x")));
        var template = Template(Plain, Carousel(card, card));

        Filled.IsWrong(
            template,
            """{"cards":[{"header":{"image":{"id":"1"}},"body":["x"],"buttons":["y"]},{"body":["x","z"],"footer":"f"},{}]}""",
            "cards[1].footer superfluous", "cards[1].header missing", "cards[1].body.2 superfluous", "cards[1].buttons[0] missing", "cards[2] superfluous");
        Filled.IsWrong(
            template,
            $"{{\"cards\":[{{\"header\":{{\"image\":{{\"id\":\"1\"}}}},\"body\":[\"{new string('a', 157)}\"],\"buttons\":[\"y\"]}},{{\"header\":{{\"image\":{{\"id\":\"1\"}}}},\"body\":[\"x\"],\"buttons\":[\"y\"]}}]}}",
            "cards[0].body too-long");
    }

    [Theory]
    [InlineData("""{"body":["123456789012345"]}""")]
    [InlineData("""{"body":["1234567890123456"]}""", "body.1 too-long")]
    [InlineData("{}", "body.1 missing")]
    [InlineData("""{"body":["1","2"]}""", "body.2 superfluous")]
    [InlineData("""{"body":{"code":"1"}}""", "body named-instead-of-positional")]
    [InlineData("""{"body":["1"],"buttons":["2"]}""", "buttons[0] different-code")]
    [InlineData("""{"body":["1"],"buttons":[null,"1"]}""", "buttons[1] superfluous")]
    [InlineData("""{"body":["1"],"header":"x"}""", "header superfluous")]
    [InlineData("""{"body":[""]}""", "body.1 empty")]
    public void An_authentication_template_takes_one_code_of_15_characters(string parameters, params string[] problems) =>
        Filled.IsWrong(CodeTemplate(), parameters, problems);

    [Fact]
    public void A_component_of_a_new_type_goes_through_where_the_template_has_it()
    {
        const string Parameters = """[{"type":"hologram","parameters":[{"type":"x","x":1}]}]""";

        Assert.Equal(Parameters, Filled.Components(Template(Plain, "{\"type\":\"HOLOGRAM\"}"), Parameters));
        Filled.IsWrong(Template(Plain), Parameters, "hologram superfluous");
    }
}
