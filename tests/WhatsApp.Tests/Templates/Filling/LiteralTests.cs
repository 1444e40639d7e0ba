using CsCheck;
using Mogambo.WhatsApp.Templates;
using static Mogambo.WhatsApp.Tests.Templates.Made;

namespace Mogambo.WhatsApp.Tests.Templates.Filling;

/// <summary>Whatever a value is, it arrives as it is.</summary>
public sealed class LiteralTests
{
    private static readonly string[] Telling =
    [
        "{{1}}", "{{2}}", "{{", "}}", "{", "}", "{0}", "$1", "$&", "\\1", "\\", "\"", "%s", "${x}", ".*", "(?i)", "^$", "|", "<b>", "&amp;", "*bold*",
        "\U0001F600", "\u200F", "\u202E", "é", "e\u0301", "a", " ", "'",
    ];

    private static readonly Gen<string> Values = Gen.OneOf(Telling).Array[1, 8].Select(string.Concat)
        .Where(value => !string.IsNullOrWhiteSpace(value) && !value.Contains("     ", StringComparison.Ordinal));

    [Fact]
    public void No_value_is_evaluated_by_place() => Gen.Select(Values, Values).Sample((first, second) =>
    {
        var filled = Filled.Of(
            Template(Body("one {{2}} and {{1}} two {{1}} three", "a", "b")), $"{{\"body\":[{Text(first)},{Text(second)}]}}");

        Assert.Equal($"one {second} and {first} two {first} three", filled.Preview.Body);
        Assert.Equal([first, second], Sent(filled));
    });

    [Fact]
    public void No_value_is_evaluated_by_name() => Gen.Select(Values, Values).Sample((first, second) =>
    {
        var filled = Filled.Of(
            Named(NamedBody("one {{b}} and {{a}} two", "a", "b")), $"{{\"body\":{{\"a\":{Text(first)},\"b\":{Text(second)}}}}}");

        Assert.Equal($"one {second} and {first} two", filled.Preview.Body);
        Assert.Equal([second, first], Sent(filled));
    });

    [Theory]
    [InlineData("42", "42")]
    [InlineData("1.50", "1.50")]
    [InlineData("1e3", "1e3")]
    [InlineData("12345678901234567890123", "12345678901234567890123")]
    public void A_number_is_taken_as_it_is_written(string number, string text) =>
        Assert.Equal([text], Sent(Filled.Of(Template(Body("one {{1}} two", "a")), $"{{\"body\":[{number}]}}")));

    [Fact]
    public void Whatever_the_parameters_are_nothing_is_thrown()
    {
        var template = Template(Header("Order {{1}}", "a"), Body("one {{1}} two", "a"), Buttons(Reply(), Url("https://example.org/{{1}}", "x")), Carousel(PlainCard()));
        var json = Gen.Recursive<string>((depth, inner) => depth > 4
            ? Gen.OneOf("7", "null", "\"body\"")
            : Gen.OneOf(
                Gen.OneOf("7", "null", "true", "\"x\"", "\"body\"", "{}", "[]"),
                inner.Array[0, 3].Select(items => $"[{string.Join(',', items)}]"),
                Gen.Select(Gen.OneOf("body", "type", "header", "buttons", "cards", "components", "image", "parameters", "index", "0", "text"), inner)
                    .Array[0, 3].Select(members => $"{{{string.Join(',', members.Select(member => $"\"{member.Item1}\":{member.Item2}"))}}}")));

        json.Sample(parameters => Filled.Problems(template, parameters).Count() >= 0, iter: 5_000);
    }

    private static IEnumerable<string?> Sent(FilledTemplate filled) => Element(System.Text.Encoding.UTF8.GetString(filled.Content))
        .GetProperty("template").GetProperty("components")[0].GetProperty("parameters").EnumerateArray()
        .Select(parameter => parameter.GetProperty("text").GetString());
}
