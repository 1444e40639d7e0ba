using Mogambo.WhatsApp.Templates;
using static Mogambo.WhatsApp.Tests.Templates.Made;

namespace Mogambo.WhatsApp.Tests.Templates.Linting;

public sealed class ButtonRuleTests
{
    private const string Plain = "{\"type\":\"BODY\",\"text\":\"Hello there\"}";
    private const string Address = "https://example.org/";

    public static TheoryData<string, int, string> Maxima => new()
    {
        { Url(Address), 2, "URL" },
        { Phone(), 1, "PHONE_NUMBER" },
        { Coupon(), 1, "COPY_CODE" },
        { Flow(), 1, "FLOW" },
        { "{\"type\":\"CATALOG\",\"text\":\"Shop\"}", 1, "CATALOG" },
        { "{\"type\":\"MPM\",\"text\":\"Shop\"}", 1, "MPM" },
    };

    [Theory]
    [MemberData(nameof(Maxima))]
    public void Each_type_has_its_maximum(string button, int most, string type)
    {
        Assert.Contains(type, button, StringComparison.Ordinal);
        Linted.IsRight(With(Enumerable.Repeat(button, most)));
        Linted.IsWrong(With(Enumerable.Repeat(button, most + 1)), $"buttons too-many-of-type {most}");
    }

    [Fact]
    public void A_catalogue_and_products_are_not_together() =>
        Linted.IsWrong(With("{\"type\":\"CATALOG\"}", "{\"type\":\"MPM\"}"), "buttons too-many-of-type 1");

    [Fact]
    public void There_are_at_most_10_buttons()
    {
        Linted.IsRight(With(Enumerable.Repeat(Reply(), 10)));
        Linted.IsWrong(With(Enumerable.Repeat(Reply(), 10).Append(Phone())), "buttons too-many-buttons 10");
        Linted.IsWrong(With(Enumerable.Repeat(Reply(), 11)), "buttons too-many-buttons 10", "buttons too-many-of-type 10");
    }

    [Theory]
    [InlineData("QQU", true)]
    [InlineData("UPQ", true)]
    [InlineData("QUP", true)]
    [InlineData("QUQ", false)]
    [InlineData("UQP", false)]
    public void Quick_replies_stand_side_by_side(string order, bool right) =>
        Assert.Equal(
            right ? [] : ["buttons buttons-not-grouped"],
            Linted.Problems(With(order.Select(type => type switch { 'Q' => Reply(), 'U' => Url(Address), _ => Phone() }))));

    [Theory]
    [InlineData("QUICK_REPLY", "")]
    [InlineData("URL", ",\"url\":\"https://example.org\"")]
    [InlineData("PHONE_NUMBER", ",\"phone_number\":\"+15550100200\"")]
    [InlineData("FLOW", ",\"flow_name\":\"f\"")]
    [InlineData("CATALOG", "")]
    public void A_label_has_at_most_25_characters(string type, string more)
    {
        Linted.IsRight(With($"{{\"type\":\"{type}\",\"text\":\"{new string('a', 25)}\"{more}}}"));
        Linted.IsWrong(With($"{{\"type\":\"{type}\",\"text\":\"{new string('a', 26)}\"{more}}}"), "buttons[0] label-too-long 25");
    }

    [Fact]
    public void A_label_is_there_and_has_no_variables()
    {
        Linted.IsWrong(With(Reply("")), "buttons[0] label-missing");
        Linted.IsWrong(With(Reply("Stop {{1}}")), "buttons[0] label-variables 0");
    }

    [Theory]
    [InlineData("+12345678901234567890", null)]
    [InlineData("12345678901234567890", null)]
    [InlineData("+123456789012345678901", "phone-number-too-long 20")]
    [InlineData("+1 555", "phone-number-characters")]
    [InlineData("+", "phone-number-characters")]
    [InlineData("", "phone-number-missing")]
    public void A_phone_number_has_at_most_20_digits(string number, string? problem) =>
        Assert.Equal(problem is null ? [] : [$"buttons[0] {problem}"], Linted.Problems(With(Phone(number))));

    [Fact]
    public void An_address_has_at_most_2000_characters()
    {
        Linted.IsRight(With(Url(Address + new string('a', 2000 - Address.Length))));
        Linted.IsWrong(With(Url(Address + new string('a', 2001 - Address.Length))), "buttons[0] url-too-long 2000");
    }

    [Theory]
    [InlineData("https://example.org/p/{{1}}", null)]
    [InlineData("https://example.org/p?x={{1}}", null)]
    [InlineData("https://example.org/{{1}}/p", "url-variable-not-at-end")]
    [InlineData("https://example.org/{{2}}", "variables-not-contiguous")]
    [InlineData("https://example.org/{{ 1 }}", "variable-malformed")]
    [InlineData("https://example.org/{{1}}{{2}}", "url-variables 1", "variables-not-contiguous")]
    [InlineData("example.org", "url-invalid")]
    [InlineData("ftp://example.org", "url-invalid")]
    [InlineData("", "url-missing")]
    [InlineData("https://wa.me/15550100200", "url-of-whatsapp")]
    [InlineData("https://www.WA.me/15550100200", "url-of-whatsapp")]
    [InlineData("https://bit.ly/abc", "url-shortened")]
    [InlineData("https://tinyurl.com/abc", "url-shortened")]
    [InlineData("https://nobit.ly/abc", null)]
    [InlineData("https://example.org/wa.me", null)]
    public void An_address_is_whole_and_its_variable_at_the_very_end(string url, params string?[]? problems) =>
        Assert.Equal((problems ?? []).OfType<string>().Select(problem => $"buttons[0] {problem}"), Linted.Problems(With(Url(url, "42"))));

    [Fact]
    public void A_variable_in_an_address_has_an_example() =>
        Linted.IsWrong(With(Url("https://example.org/{{1}}")), "buttons[0] example-missing");

    [Fact]
    public void An_address_of_a_named_template_has_its_variable_too() =>
        Linted.IsRight(With(Url("https://example.org/{{1}}", "42")) with { IsNamed = true });

    [Fact]
    public void A_coupon_s_example_has_at_most_15_characters()
    {
        Linted.IsRight(With(Coupon(new string('A', 15))));
        Linted.IsWrong(With(Coupon(new string('A', 16))), "buttons[0] example-too-long 15");
        Linted.IsWrong(With("{\"type\":\"COPY_CODE\"}"), "buttons[0] example-missing");
    }

    [Fact]
    public void A_flow_button_names_its_flow() => Linted.IsWrong(With("{\"type\":\"FLOW\",\"text\":\"Book\"}"), "buttons[0] flow-missing");

    [Fact]
    public void A_button_has_a_type_and_OTP_is_for_authentication()
    {
        Linted.IsWrong(With("{\"text\":\"x\"}"), "buttons[0] type-missing");
        Linted.IsWrong(With("{\"type\":\"OTP\",\"otp_type\":\"COPY_CODE\"}"), "buttons[0] otp-outside-authentication");
    }

    private static TemplateDefinition With(params IEnumerable<string> buttons) => Template(Plain, Buttons(buttons));
}
