using static Mogambo.WhatsApp.Tests.Templates.Made;

namespace Mogambo.WhatsApp.Tests.Templates.Linting;

public sealed class AuthenticationRuleTests
{
    private const string BodyPart = "{\"type\":\"BODY\"}";
    private const string App = "\"supported_apps\":[{\"package_name\":\"org.example\",\"signature_hash\":\"K8a/AINcGX7\"}]";

    private static string Otp => Buttons("{\"type\":\"OTP\",\"otp_type\":\"copy_code\"}");

    [Fact]
    public void An_authentication_template_has_no_text_of_its_own()
    {
        Linted.IsRight(CodeTemplate());
        Linted.IsRight(Code(BodyPart, Otp));
        Linted.IsWrong(Code("{\"type\":\"BODY\",\"text\":\"Your code is {{1}}.\"}", Otp), "body custom-text");
        Linted.IsWrong(Code(BodyPart, "{\"type\":\"FOOTER\",\"text\":\"Bye\",\"code_expiration_minutes\":5}", Otp), "footer custom-text");
        Linted.IsWrong(Code(BodyPart, Header("Code"), Otp), "header header-not-allowed");
        Linted.IsWrong(Code(BodyPart, Media("IMAGE"), Otp), "header header-not-allowed");
        Linted.IsWrong(Code(BodyPart, Offer(), Otp), "limited_time_offer component-not-allowed");
        Linted.IsWrong(Code(BodyPart, Carousel(PlainCard(), PlainCard()), Otp), "carousel component-not-allowed");
        Linted.IsWrong(Code(Otp), "body body-missing");
    }

    [Theory]
    [InlineData("1", null)]
    [InlineData("90", null)]
    [InlineData("0", "footer code-expiration-too-short 1")]
    [InlineData("91", "footer code-expiration-too-long 90")]
    [InlineData("\"10\"", "footer code-expiration-too-short 1")]
    public void A_code_is_good_for_1_to_90_minutes(string minutes, string? problem) =>
        Assert.Equal(
            problem is null ? [] : [problem],
            Linted.Problems(CodeTemplate($"{{\"type\":\"FOOTER\",\"code_expiration_minutes\":{minutes}}}")));

    [Fact]
    public void There_is_one_button_of_type_OTP()
    {
        Linted.IsWrong(Code(BodyPart), "buttons one-otp-button 1");
        Linted.IsWrong(Code(BodyPart, Buttons(Url("https://example.org"))), "buttons[0] button-not-allowed");
        Linted.IsWrong(
            Code(BodyPart, Buttons("{\"type\":\"OTP\",\"otp_type\":\"COPY_CODE\"}", "{\"type\":\"OTP\",\"otp_type\":\"COPY_CODE\"}")), "buttons one-otp-button 1");
    }

    [Theory]
    [InlineData("\"otp_type\":\"ONE_TAP\"," + App, null)]
    [InlineData("\"otp_type\":\"ZERO_TAP\",\"zero_tap_terms_accepted\":true," + App, null)]
    [InlineData("\"otp_type\":\"TWO_TAP\"", "otp-type-unknown")]
    [InlineData("\"otp_type\":\"ONE_TAP\"", "supported-apps-missing")]
    [InlineData("\"otp_type\":\"ONE_TAP\",\"supported_apps\":[{\"package_name\":\"org.example\"}]", "supported-apps-missing")]
    [InlineData("\"otp_type\":\"ZERO_TAP\"," + App, "zero-tap-terms")]
    public void An_OTP_button_has_what_its_type_needs(string otp, string? problem) =>
        Assert.Equal(problem is null ? [] : [$"buttons[0] {problem}"], Linted.Problems(CodeTemplate(otp: otp)));

    [Fact]
    public void An_OTP_button_s_label_has_at_most_25_characters() =>
        Linted.IsWrong(
            Code(BodyPart, Buttons($"{{\"type\":\"OTP\",\"otp_type\":\"COPY_CODE\",\"text\":\"{new string('a', 26)}\"}}")), "buttons[0] label-too-long 25");
}
