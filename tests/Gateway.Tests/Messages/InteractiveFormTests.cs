using System.Globalization;
using static Mogambo.Gateway.Tests.Messages.FreeFormTests;

namespace Mogambo.Gateway.Tests.Messages;

/// <summary>The limits of interactive messages (fact sheet 8.3): at the limit it passes, one beyond it does not.</summary>
public sealed class InteractiveFormTests
{
    private const string Action = "interactive.action";

    private static readonly Dictionary<string, string> Whole = new()
    {
        ["button"] = """{"type":"button","header":{"type":"text","text":"$h"},"body":{"text":"$b"},"footer":{"text":"$f"},"action":{"buttons":[{"type":"reply","reply":{"id":"1","title":"A"}},{"type":"reply","reply":{"id":"$i","title":"$t"}}]}}""",
        ["list"] = """{"type":"list","body":{"text":"$b"},"action":{"button":"$t","sections":[{"title":"$s","rows":[{"id":"$i","title":"$r","description":"$d"}]}]}}""",
        ["cta_url"] = """{"type":"cta_url","body":{"text":"$b"},"action":{"name":"cta_url","parameters":{"display_text":"$t","url":"https://example.com"}}}""",
        ["location_request_message"] = """{"type":"location_request_message","body":{"text":"$b"},"action":{"name":"send_location"}}""",
        ["address_message"] = """{"type":"address_message","body":{"text":"$b"},"action":{"name":"address_message","parameters":{"country":"IN","values":{},"saved_addresses":[],"validation_errors":{}}}}""",
        ["flow"] = """{"type":"flow","body":{"text":"$b"},"action":{"name":"flow","parameters":{"flow_message_version":"3","flow_id":"1","flow_cta":"$t","mode":"published","flow_token":"t-1","flow_action":"navigate","flow_action_payload":{"screen":"A","data":{}}}}}""",
        ["carousel"] = """{"type":"carousel","body":{"text":"$b"},"action":{"cards":[{"card_index":0,"type":"cta_url","header":{"type":"image","image":{"link":"https://example.com/1"}},"body":{"text":"$c"},"action":{"name":"cta_url","parameters":{"display_text":"$t","url":"https://example.com"}}},{"card_index":1,"type":"cta_url","header":{"type":"image","image":{"id":"1"}},"action":{"name":"cta_url","parameters":{"display_text":"A","url":"https://example.com"}}}]}}""",
        ["product"] = """{"type":"product","action":{"catalog_id":"1","product_retailer_id":"$i"}}""",
        ["product_list"] = """{"type":"product_list","header":{"type":"text","text":"$h"},"body":{"text":"$b"},"action":{"catalog_id":"1","sections":[{"title":"$s","product_items":[{"product_retailer_id":"$i"}]}]}}""",
        ["catalog_message"] = """{"type":"catalog_message","body":{"text":"$b"},"action":{"name":"catalog_message","parameters":{"thumbnail_product_retailer_id":"$i"}}}""",
        ["call_permission_request"] = """{"type":"call_permission_request","body":{"text":"$b"},"action":{"name":"call_permission_request"}}""",
        ["request_contact_info"] = """{"type":"request_contact_info","body":{"text":"$b"},"action":{"name":"request_contact_info"}}""",
        ["order_details"] = """{"type":"order_details","body":{"text":"x"},"action":{"name":"review_and_pay","parameters":{"any":1}}}""",
    };

    public static TheoryData<string> Types => [.. Whole.Keys];

    [Theory]
    [MemberData(nameof(Types))]
    public void Every_type_passes(string type) => Assert.Empty(Errors("interactive", Fill(type)));

    [Theory]
    [InlineData("button", "$h", 60, "interactive.header.text")]
    [InlineData("button", "$b", 1024, "interactive.body.text")]
    [InlineData("button", "$f", 60, "interactive.footer.text")]
    [InlineData("button", "$i", 256, Action + ".buttons[1].reply.id")]
    [InlineData("button", "$t", 20, Action + ".buttons[1].reply.title")]
    [InlineData("list", "$b", 4096, "interactive.body.text")]
    [InlineData("list", "$t", 20, Action + ".button")]
    [InlineData("list", "$s", 24, Action + ".sections[0].title")]
    [InlineData("list", "$i", 200, Action + ".sections[0].rows[0].id")]
    [InlineData("list", "$r", 24, Action + ".sections[0].rows[0].title")]
    [InlineData("list", "$d", 72, Action + ".sections[0].rows[0].description")]
    [InlineData("cta_url", "$b", 1024, "interactive.body.text")]
    [InlineData("cta_url", "$t", 20, Action + ".parameters.display_text")]
    [InlineData("location_request_message", "$b", 1024, "interactive.body.text")]
    [InlineData("flow", "$t", 30, Action + ".parameters.flow_cta")]
    [InlineData("carousel", "$b", 1024, "interactive.body.text")]
    [InlineData("carousel", "$c", 160, Action + ".cards[0].body.text")]
    [InlineData("carousel", "$t", 20, Action + ".cards[0].action.parameters.display_text")]
    [InlineData("product", "$i", 256, Action + ".product_retailer_id")]
    [InlineData("product_list", "$s", 24, Action + ".sections[0].title")]
    [InlineData("catalog_message", "$b", 1024, "interactive.body.text")]
    public void A_text_is_as_long_as_the_limit_and_no_longer(string type, string place, int limit, string path)
    {
        Assert.Empty(Errors("interactive", Fill(type, place, new string('x', limit))));
        Assert.Equal([path], Errors("interactive", Fill(type, place, new string('x', limit + 1))));
    }

    [Theory]
    [InlineData(3, 0)]
    [InlineData(4, 1)]
    public void There_are_at_most_3_buttons(int count, int errors) => Assert.Equal(errors, Errors("interactive", Buttons(Range(count))).Count);

    [Theory]
    [InlineData("a", "a", "A", "B", Action + ".buttons[1].reply.id")]
    [InlineData("a", "b", "A", "A", Action + ".buttons[1].reply.title")]
    public void Buttons_differ(string id1, string id2, string title1, string title2, string path) =>
        Assert.Equal([path], Errors("interactive", Buttons([(id1, title1), (id2, title2)])));

    [Theory]
    [InlineData(10, 1, 0)]
    [InlineData(11, 1, 1)]
    [InlineData(5, 2, 0)]
    [InlineData(6, 2, 1)]
    [InlineData(1, 10, 0)]
    [InlineData(1, 11, 1)]
    public void A_list_has_at_most_10_sections_and_10_rows_in_all(int rows, int sections, int errors)
    {
        var all = Enumerable.Range(0, sections).Select(section => $$"""{"title":"s","rows":[{{Join(Range(rows).Select(row => $$"""{"id":"{{section}}-{{row.Id}}","title":"r"}"""))}}]}""");

        Assert.Equal(errors, Errors("interactive", List(Join(all))).Count);
    }

    [Fact]
    public void Rows_differ_and_several_sections_have_titles()
    {
        const string Rows = "\"rows\":[{\"id\":\"1\",\"title\":\"r\"}]";

        Assert.Empty(Errors("interactive", List($"{{{Rows}}}")));
        Assert.Equal(
            [Action + ".sections[0].title", Action + ".sections[1].title", Action + ".sections[1].rows[0].id"],
            Errors("interactive", List($"{{{Rows}}},{{{Rows}}}")));
    }

    [Theory]
    [InlineData(30, 1, 0)]
    [InlineData(31, 1, 1)]
    [InlineData(16, 2, 1)]
    public void A_product_list_has_at_most_30_products_in_all(int products, int sections, int errors)
    {
        var section = $$"""{"title":"s","product_items":[{{Join(Enumerable.Repeat("""{"product_retailer_id":"1"}""", products))}}]}""";

        Assert.Equal(errors, Errors(
            "interactive",
            $$$"""{"type":"product_list","body":{"text":"b"},"action":{"catalog_id":"1","sections":[{{{Join(Enumerable.Repeat(section, sections))}}}]}}""").Count);
    }

    [Theory]
    [InlineData(1, 1)]
    [InlineData(2, 0)]
    [InlineData(10, 0)]
    [InlineData(11, 1)]
    public void A_carousel_has_2_to_10_cards(int count, int errors) =>
        Assert.Equal(errors, Errors("interactive", Carousel(Enumerable.Range(0, count).Select(n => (n, "image")))).Count);

    [Fact]
    public void Cards_have_places_of_their_own_and_the_same_kind_of_header()
    {
        Assert.Equal([Action + ".cards[1].card_index"], Errors("interactive", Carousel([(0, "image"), (0, "image")])));
        Assert.Equal([Action + ".cards"], Errors("interactive", Carousel([(0, "image"), (1, "video")])));
        Assert.Contains(Action + ".cards[1].header.type", Errors("interactive", Carousel([(0, "image"), (1, "text")])));
    }

    [Theory]
    [InlineData("[]", "interactive")]
    [InlineData("{}", "interactive.type")]
    [InlineData("""{"type":"poll"}""", "interactive.type")]
    [InlineData("""{"type":5}""", "interactive.type")]
    [InlineData("""{"type":"button","action":{"buttons":[]}}""", Action + ".buttons", "interactive.body")]
    [InlineData("""{"type":"cta_url","body":{"text":"b"},"action":{"name":"cta","parameters":{"display_text":"d","url":"x"}}}""", Action + ".name", Action + ".parameters.url")]
    [InlineData("""{"type":"address_message","body":{"text":"b"},"action":{"name":"address_message","parameters":{"country":"DE"}}}""", Action + ".parameters.country")]
    [InlineData("""{"type":"flow","body":{"text":"b"},"action":{"name":"flow","parameters":{"flow_message_version":"3","flow_cta":"c"}}}""", Action + ".parameters")]
    [InlineData("""{"type":"flow","body":{"text":"b"},"action":{"name":"flow","parameters":{"flow_message_version":"3","flow_cta":"c","flow_id":"1","flow_name":"n"}}}""", Action + ".parameters")]
    [InlineData("""{"type":"product","header":{"type":"image","image":{"id":"1"},"text":"x"},"action":{"catalog_id":"1","product_retailer_id":"1"}}""", "interactive.header.text")]
    [InlineData("""{"type":"product","header":{"type":"image"},"action":{"catalog_id":"1","product_retailer_id":"1"}}""", "interactive.header.image")]
    [InlineData("""{"type":"product","header":{"type":"image","image":{}},"action":{"catalog_id":"1","product_retailer_id":"1"}}""", "interactive.header.image")]
    [InlineData("""{"type":"product","action":{"catalog_id":"1","product_retailer_id":"1","colour":"red"}}""", Action + ".colour")]
    public void What_WhatsApp_refuses_is_named(string member, params string[] paths) => Assert.Equal(paths, Errors("interactive", member));

    private static string Fill(string type, string place = "", string value = "")
    {
        var whole = place.Length > 0 ? Whole[type].Replace(place, value, StringComparison.Ordinal) : Whole[type];
        return whole.Replace("$", "", StringComparison.Ordinal);
    }

    private static IEnumerable<(string Id, string Title)> Range(int count) =>
        Enumerable.Range(0, count).Select(n => n.ToString(CultureInfo.InvariantCulture)).Select(n => (n, n));

    private static string Buttons(IEnumerable<(string Id, string Title)> buttons) =>
        $$$"""{"type":"button","body":{"text":"b"},"action":{"buttons":[{{{Join(buttons.Select(button => $$$"""{"type":"reply","reply":{"id":"{{{button.Id}}}","title":"{{{button.Title}}}"}}"""))}}}]}}""";

    private static string List(string sections) => $$$"""{"type":"list","body":{"text":"b"},"action":{"button":"b","sections":[{{{sections}}}]}}""";

    private static string Carousel(IEnumerable<(int Index, string Header)> cards) =>
        $$$"""{"type":"carousel","body":{"text":"b"},"action":{"cards":[{{{Join(cards.Select(Card))}}}]}}""";

    private static string Card((int Index, string Header) card) =>
        $$$$"""{"card_index":{{{{card.Index}}}},"type":"cta_url","header":{"type":"{{{{card.Header}}}}","{{{{card.Header}}}}":{"id":"1"}},"action":{"name":"cta_url","parameters":{"display_text":"d","url":"https://example.com"}}}""";

    private static string Join(IEnumerable<string> items) => string.Join(',', items);
}
