using Mogambo.WhatsApp.Templates;
using static Mogambo.WhatsApp.Tests.Templates.Made;

namespace Mogambo.WhatsApp.Tests.Templates.Filling;

public sealed class ParameterRuleTests
{
    private static readonly TemplateDefinition Two = Template(Body("one two {{1}} three four {{2}} five.", "a", "b"));
    private static readonly TemplateDefinition TwoNamed = Named(NamedBody("one two {{a}} three four {{b}} five.", "a", "b"));

    [Theory]
    [InlineData(null, "body.1 missing", "body.2 missing")]
    [InlineData("null", "body.1 missing", "body.2 missing")]
    [InlineData("{}", "body.1 missing", "body.2 missing")]
    [InlineData("[]", "body.1 missing", "body.2 missing")]
    [InlineData("""{"body":["x"]}""", "body.2 missing")]
    [InlineData("""{"body":[null,"x"]}""", "body.1 missing")]
    [InlineData("""{"body":["x","y","z"]}""", "body.3 superfluous")]
    [InlineData("""{"body":["x","y"],"header":"z"}""", "header superfluous")]
    [InlineData("""{"body":["x","y"],"buttons":["z"]}""", "buttons[0] superfluous")]
    [InlineData("""{"body":["x","y"],"cards":[{}]}""", "cards[0] superfluous")]
    [InlineData("""{"body":["x","y"],"limited_time_offer":5}""", "limited_time_offer superfluous")]
    [InlineData("""{"body":["x","y"],"footer":"z"}""", "footer superfluous")]
    [InlineData("""[{"type":"body","parameters":[{"type":"text","text":"x"},{"type":"text","text":"y"}]},{"type":"footer","parameters":[{"type":"text","text":"z"}]}]""", "footer superfluous")]
    [InlineData("""{"body":["",""]}""", "body.1 empty", "body.2 empty")]
    [InlineData("""{"body":["x","   "]}""", "body.2 empty")]
    [InlineData("""{"body":["x\ny","z\r"]}""", "body.1 line-break", "body.2 line-break")]
    [InlineData("""{"body":["x","a\tb"]}""", "body.2 tab")]
    [InlineData("""{"body":["x","a     b"]}""", "body.2 spaces")]
    [InlineData("""{"body":["x","a\u0000b"]}""", "body.2 not-text")]
    [InlineData("""{"body":["\n\t     z"]}""", "body.1 line-break", "body.1 tab", "body.1 spaces", "body.2 missing")]
    [InlineData("""{"body":[true,{"image":{"id":"1"}}]}""", "body.1 wrong-kind", "body.2 wrong-kind")]
    [InlineData("""{"body":[[],{}]}""", "body.1 wrong-kind", "body.2 wrong-kind")]
    [InlineData("""{"body":"x"}""", "body wrong-kind")]
    [InlineData("""{"body":{"a":"x","b":"y"}}""", "body named-instead-of-positional")]
    [InlineData("""[{"type":"body","parameters":[{"type":"text","parameter_name":"a","text":"x"},{"type":"text","text":"y"}]}]""", "body named-instead-of-positional")]
    [InlineData("\"x\"", "parameters wrong-kind")]
    [InlineData("""{"body":["\ud800","x"]}""", "parameters not-text")]
    [InlineData("""[7]""", "components[0] wrong-kind", "body.1 missing", "body.2 missing")]
    [InlineData("""[{"type":"body","parameters":7}]""", "components[0] wrong-kind")]
    public void Positional_values_are_checked(string? parameters, params string[] problems) => Filled.IsWrong(Two, parameters, problems);

    [Theory]
    [InlineData(null, "body.a missing", "body.b missing")]
    [InlineData("""{"body":{"a":"x"}}""", "body.b missing")]
    [InlineData("""{"body":{"a":"x","b":null}}""", "body.b missing")]
    [InlineData("""{"body":{"a":"x","b":"y","c":"z"}}""", "body.c superfluous")]
    [InlineData("""{"body":{"A":"x","b":"y"}}""", "body.a missing", "body.A superfluous")]
    [InlineData("""{"body":{"a":"","b":"x\ny"}}""", "body.a empty", "body.b line-break")]
    [InlineData("""{"body":["x","y"]}""", "body positional-instead-of-named")]
    [InlineData("""[{"type":"body","parameters":[{"type":"text","parameter_name":"a","text":"x"},{"type":"text","parameter_name":"a","text":"y"}]}]""", "body.b missing", "body.a superfluous")]
    public void Named_values_are_checked(string? parameters, params string[] problems) => Filled.IsWrong(TwoNamed, parameters, problems);

    [Fact]
    public void Four_spaces_in_a_row_fit() => Assert.Empty(Filled.Problems(Two, """{"body":["a    b","    c"]}"""));

    [Theory]
    [InlineData(1024, 1021)]
    [InlineData(600, 597)]
    public void A_body_fits_its_limit_with_its_values(int limit, int room)
    {
        var template = limit == 600 ? Template(Body("a {{1}}", "x"), Offer(expires: false)) : Template(Body("a {{1}}", "x"));

        Assert.Empty(Filled.Problems(template, Values(room + 1)));
        Filled.IsWrong(template, Values(room + 2), "body too-long");
        Filled.IsWrong(template, Values(limit + 1), "body.1 too-long");
        Assert.Empty(Filled.Problems(template, $"{{\"body\":[{Text(Repeated("\U0001F600", room + 1))}]}}"));
    }

    [Fact]
    public void A_value_that_stands_there_twice_counts_twice()
    {
        var template = Template(Body("{{1}}{{1}}"));

        Assert.Empty(Filled.Problems(template, Values(512)));
        Filled.IsWrong(template, Values(513), "body too-long");
    }

    [Fact]
    public void A_header_fits_60_characters_with_its_value()
    {
        var template = Template(Header("Order {{1}}", "x"), Body("Hello"));

        Assert.Empty(Filled.Problems(template, $"{{\"header\":\"{new string('a', 54)}\"}}"));
        Filled.IsWrong(template, $"{{\"header\":\"{new string('a', 55)}\"}}", "header too-long");
        Filled.IsWrong(template, $"{{\"header\":\"{new string('a', 61)}\"}}", "header too-long");
        Filled.IsWrong(template, "{}", "header missing");
        Filled.IsWrong(template, "{\"header\":{\"image\":{\"id\":\"1\"}}}", "header wrong-kind");
        Filled.IsWrong(template, "{\"header\":{\"order\":\"1\"}}", "header named-instead-of-positional");
        Filled.IsWrong(template, "{\"header\":true}", "header wrong-kind");
        Filled.IsWrong(template, "{\"header\":[\"a\",\"b\"]}", "header superfluous");
    }

    [Fact]
    public void A_named_header_takes_its_name()
    {
        var template = Named(
            "{\"type\":\"HEADER\",\"format\":\"TEXT\",\"text\":\"Order {{order}}\"}", "{\"type\":\"BODY\",\"text\":\"Hello\"}");

        Assert.Equal("Order 42", Filled.Of(template, "{\"header\":{\"order\":42}}").Preview.Header);
        Filled.IsWrong(template, "{\"header\":\"42\"}", "header positional-instead-of-named");
        Filled.IsWrong(template, "{\"header\":{\"other\":\"42\"}}", "header missing", "header superfluous");
    }

    private static string Values(int length) => $"{{\"body\":[\"{new string('a', length)}\"]}}";
}
