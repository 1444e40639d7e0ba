using Mogambo.WhatsApp.Templates;
using static Mogambo.WhatsApp.Tests.Templates.Made;

namespace Mogambo.WhatsApp.Tests.Templates.Filling;

public sealed class ShapeTests
{
    public static TheoryData<string, TemplateDefinition> Shapes => new()
    {
        { "", Template(Header("Hi"), Body("Hello"), Footer("Bye"), Buttons(Phone(), Url("https://example.org"))) },
        { "", Named(NamedBody("Hello")) },
        { "b#2", Template(Body("one {{1}} two {{2}} three {{1}}")) },
        { "b=a,b", Named(NamedBody("one {{b}} two {{a}}")) },
        { "b=a,b", Named(NamedBody("one {{a}} two {{b}} words changed")) },
        { "h#1 b#1", Template(Header("Order {{1}}"), Body("one {{1}}")) },
        { "h:image", Template(Media("IMAGE"), Body("Hello")) },
        { "h:document b#1 q@0 u@2 c@3", Template(Media("document"), Body("a {{1}} b"), Buttons(Reply(), Phone(), Url("https://example.org/{{1}}"), Coupon())) },
        { "f@0 catalog@1 mpm@2 teleport@3", Template(Body("a"), Buttons(Flow(), "{\"type\":\"CATALOG\"}", "{\"type\":\"MPM\"}", "{\"type\":\"TELEPORT\"}")) },
        { "offer", Template(Body("a"), Offer()) },
        { "", Template(Body("a"), Offer(expires: false)) },
        { "+hologram", Template(Body("a"), "{\"type\":\"HOLOGRAM\"}") },
        { "b#1 cards#2[h:image q@0][h:image q@0]", Template(Body("a {{1}} b"), Carousel(PlainCard(), PlainCard())) },
        { "code u@0", CodeTemplate() },
    };

    [Theory]
    [MemberData(nameof(Shapes), DisableDiscoveryEnumeration = true)]
    public void A_shape_says_what_a_template_asks_for(string shape, TemplateDefinition template) => Assert.Equal(shape, template.Shape);

    [Fact]
    public void Templates_of_the_same_shape_take_the_same_parameters_and_others_do_not()
    {
        TemplateDefinition[] templates = [.. Shapes.Select(row => row.Data.Item2), Template(Body("other {{2}} words {{1}}")), Template(Body("one {{1}}"))];
        string?[] parameters =
        [
            null, """{"body":["x"]}""", """{"body":["x","y"]}""", """{"body":{"a":"x","b":"y"}}""", """{"header":"h","body":["x"]}""",
            """{"header":{"image":{"id":"1"}}}""", """{"header":{"document":{"id":"1"}},"body":["x"],"buttons":["q",null,"u","c"]}""",
            """{"buttons":["t",{"action":{}},{"action":{}}]}""", """{"limited_time_offer":5}""", """[{"type":"hologram","parameters":[{"type":"x"}]}]""",
            """{"body":["x"],"cards":[{"header":{"image":{"id":"1"}}},{"header":{"image":{"id":"1"}}}]}""", """{"body":["x"],"buttons":["x"]}""",
        ];

        string Accepted(TemplateDefinition template) => string.Concat(parameters.Select(given => Filled.Problems(template, given).Any() ? '-' : '+'));

        Assert.Equal(
            templates.Select(template => template.Shape).Distinct().Count(),
            templates.Select(template => (template.Shape, Accepted(template))).Distinct().Count());
        Assert.Equal(
            templates.Select(template => template.Shape).Distinct().Count(),
            templates.Select(Accepted).Distinct().Count());
    }
}
