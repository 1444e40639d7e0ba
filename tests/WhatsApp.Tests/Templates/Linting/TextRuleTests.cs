using System.Text;
using Mogambo.WhatsApp.Templates;
using static Mogambo.WhatsApp.Tests.Templates.Made;

namespace Mogambo.WhatsApp.Tests.Templates.Linting;

/// <summary>Bodies, headers, footers and offers.</summary>
public sealed class TextRuleTests
{
    private const string Plain = "{\"type\":\"BODY\",\"text\":\"Hello there\"}";

    public static TheoryData<string, int, Func<string, TemplateDefinition>, string> Limits => new()
    {
        { "body", 1024, text => Template(Body(text)), "body body-too-long 1024" },
        { "body beside an offer", 600, text => Template(Body(text), Offer()), "body body-too-long 600" },
        {
            "body of a card", 160, text => Template(Plain, Carousel(Card(Media("IMAGE"), Body(text), Buttons(Reply())), Card(Media("IMAGE"), Body("b"), Buttons(Reply())))),
            "cards[0].body body-too-long 160"
        },
        { "header", 60, text => Template(Header(text), Plain), "header header-too-long 60" },
        { "footer", 60, text => Template(Plain, Footer(text)), "footer footer-too-long 60" },
        { "offer", 16, text => Template(Plain, Offer(text)), "limited_time_offer offer-text-too-long 16" },
    };

    [Theory]
    [MemberData(nameof(Limits), DisableDiscoveryEnumeration = true)]
    public void A_text_may_be_as_long_as_its_limit_and_no_longer(string what, int limit, Func<string, TemplateDefinition> template, string problem)
    {
        Assert.NotEmpty(what);
        Linted.IsRight(template(new string('a', limit)));
        Linted.IsRight(template(Repeated("\U0001F600", limit)));
        Linted.IsWrong(template(new string('a', limit + 1)), problem);
    }

    public static TheoryData<string, TemplateDefinition> Empty => new()
    {
        { "body body-text-missing", Template(Body(" ")) },
        { "body body-text-missing", Template("{\"type\":\"BODY\"}") },
        { "body body-missing", Template(Footer("Bye")) },
        { "header header-text-missing", Template("{\"type\":\"HEADER\",\"format\":\"TEXT\"}", Plain) },
        { "footer footer-text-missing", Template(Plain, Footer("")) },
        { "limited_time_offer offer-text-missing", Template(Plain, Offer("")) },
        { "buttons buttons-missing", Template(Plain, Buttons()) },
        { "components type-missing", Template(Plain, "{\"text\":\"x\"}") },
        { "body component-twice", Template(Plain, Plain) },
        { "components components-malformed", Template("7") },
        { "components components-malformed", Template("{\"type\":\"BODY\",\"text\":\"\\ud800\"}") },
        { "components components-malformed", Template("{") },
    };

    [Theory]
    [MemberData(nameof(Empty), DisableDiscoveryEnumeration = true)]
    public void What_is_missing_or_too_many_is_named(string problem, TemplateDefinition template) => Linted.IsWrong(template, problem);

    [Theory]
    [InlineData("a\n\nb", true)]
    [InlineData("a\n\n\nb", false)]
    [InlineData("a\r\n\r\nb", true)]
    [InlineData("a\r\n\r\n\r\nb", false)]
    public void A_body_has_at_most_2_line_breaks_in_a_row(string text, bool right) =>
        Assert.Equal(right ? [] : ["body body-line-breaks 2"], Linted.Problems(Template(Body(text))));

    [Theory]
    [InlineData("a    b", true)]
    [InlineData("a     b", false)]
    public void A_body_has_at_most_4_spaces_in_a_row(string text, bool right) =>
        Assert.Equal(right ? [] : ["body body-spaces 4"], Linted.Problems(Template(Body(text))));

    [Fact]
    public void A_header_has_one_variable_and_no_more()
    {
        Linted.IsRight(Template(Header("{{1}}", "42"), Plain));
        Linted.IsWrong(Template(Header("{{1}} and {{2}}", "42", "43"), Plain), "header header-variables 1");
    }

    [Theory]
    [InlineData("Order *now*", false)]
    [InlineData("_Order_ now", false)]
    [InlineData("~Order~", false)]
    [InlineData("```Order```", false)]
    [InlineData("2 * 3 * 4", true)]
    [InlineData("snake_case_name", true)]
    [InlineData("Order #5", true)]
    public void A_header_has_no_markdown(string text, bool right) =>
        Assert.Equal(right ? [] : ["header header-markdown"], Linted.Problems(Template(Header(text), Plain)));

    [Fact]
    public void A_header_is_one_line() => Linted.IsWrong(Template(Header("a\nb"), Plain), "header header-line-break");

    [Theory]
    [InlineData("{{1}}")]
    [InlineData("{{name}}")]
    [InlineData("{{ 1 }}")]
    public void A_footer_has_no_variables(string variable) => Linted.IsWrong(Template(Plain, Footer($"Shop {variable}")), "footer footer-variables 0");

    [Theory]
    [InlineData("IMAGE", false)]
    [InlineData("VIDEO", false)]
    [InlineData("DOCUMENT", false)]
    [InlineData("LOCATION", true)]
    [InlineData("PRODUCT", true)]
    [InlineData("HOLOGRAM", true)]
    public void A_media_header_needs_a_sample(string format, bool right)
    {
        Linted.IsRight(Template(Media(format), Plain));
        Assert.Equal(
            right ? [] : ["header header-example-missing"], Linted.Problems(Template($"{{\"type\":\"HEADER\",\"format\":\"{format}\"}}", Plain)));
    }

    [Fact]
    public void Components_and_buttons_of_new_types_pass() =>
        Linted.IsRight(Template(Plain, "{\"type\":\"CALL_PERMISSION_REQUEST\"}", "{\"type\":\"SOMETHING_NEW\",\"x\":[1]}", Buttons("{\"type\":\"TELEPORT\"}")));

    [Fact]
    public void Type_words_may_be_in_either_case() =>
        Linted.IsRight(Template("{\"type\":\"header\",\"format\":\"text\",\"text\":\"Hello\"}", "{\"type\":\"body\",\"text\":\"Hello\"}"));

    [Fact]
    public void All_broken_rules_are_named_at_once() =>
        Linted.IsWrong(
            Template(Header(new string('a', 61)), Body("a     {{1}}"), Footer("{{1}}")) with { Id = new("Bad", "xx") },
            "name name-characters", "language language-unknown", "header header-too-long 60", "body body-spaces 4", "body variable-at-end",
            "body too-few-words 3", "body example-missing", "footer footer-variables 0");

    [Fact]
    public void Whatever_the_components_are_nothing_is_thrown() =>
        Assert.All(
            ["", "null", "[]", "[{\"type\":7}]", "[{\"type\":\"BODY\",\"text\":7}]", "[{\"type\":\"CAROUSEL\",\"cards\":[7,{\"components\":8}]}]", "[{\"type\":\"BUTTONS\",\"buttons\":[7]}]"],
            json => Assert.NotEmpty(TemplateLinter.Lint(Template() with { Components = Encoding.UTF8.GetBytes(json) })));
}
