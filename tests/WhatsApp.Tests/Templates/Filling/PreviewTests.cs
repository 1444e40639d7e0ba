using Mogambo.WhatsApp.Templates;
using static Mogambo.WhatsApp.Tests.Templates.Made;

namespace Mogambo.WhatsApp.Tests.Templates.Filling;

public sealed class PreviewTests
{
    private static readonly TemplateDefinition Full = Template(
        Header("Order {{1}}", "7"), Body("Hi {{1}}, it is on its way.", "Ana"), Footer("Shop"),
        Buttons(Reply("Stop"), Url("https://example.org/p?q={{1}}", "42"), Phone(), Coupon("SAVE10")));

    [Fact]
    public void It_shows_what_the_user_will_see()
    {
        var preview = Filled.Of(Full, """{"header":"8","body":["Joey"],"buttons":[null,"a b/ü&c=%20%zz",null,"X1"]}""").Preview;

        Assert.Equal(("Order 8", "Hi Joey, it is on its way.", "Shop"), (preview.Header, preview.Body, preview.Footer));
        Assert.Equal(
            [
                new("quick_reply", "Stop", null), new("url", "See", "https://example.org/p?q=a%20b/%C3%BC&c=%20%25zz"),
                new("phone_number", "Call", "+15550100200"), new("copy_code", "", "X1"),
            ],
            preview.Buttons);
        Assert.Null(preview.Cards);
    }

    [Fact]
    public void An_address_s_end_is_sent_as_it_was_given() =>
        Assert.Contains("\"text\":\"a b/ü\"", Filled.Text(Full, """{"header":"8","body":["J"],"buttons":[null,"a b/ü",null,"X"]}"""), StringComparison.Ordinal);

    [Fact]
    public void Without_parameters_it_shows_the_template_s_own_examples()
    {
        Assert.True(TemplateFiller.TryPreview(Full, null, out var preview, out var problems));

        Assert.Empty(problems);
        Assert.Equal(("Order 7", "Hi Ana, it is on its way."), (preview.Header, preview.Body));
        Assert.Equal(["Stop", "See", "Call", ""], preview.Buttons.Select(button => button.Text));
        Assert.Equal([null, "https://example.org/p?q=42", "+15550100200", "SAVE10"], preview.Buttons.Select(button => button.Value));
    }

    [Fact]
    public void An_example_may_be_the_whole_address() =>
        Assert.Equal(
            "https://example.org/p/42",
            TemplatePreview.WithExamples(Template(Body("Hello"), Buttons(Url("https://example.org/{{1}}", "https://example.org/p/42")))).Buttons[0].Value);

    [Fact]
    public void A_variable_without_an_example_stays() =>
        Assert.Equal("Hi {{1}}!", TemplatePreview.WithExamples(Template("{\"type\":\"BODY\",\"text\":\"Hi {{1}}!\"}")).Body);

    [Fact]
    public void With_parameters_that_do_not_fit_there_is_none()
    {
        Assert.False(TemplateFiller.TryPreview(Full, Element("{\"body\":[]}"), out var preview, out var problems));

        Assert.Null(preview);
        Assert.Contains(problems, problem => problem is { Placeholder: "body.1", Rule: "missing" });
    }

    [Theory]
    [InlineData("IMAGE", """{"image":{"link":"https://example.org/a.png"}}""", "https://example.org/a.png")]
    [InlineData("DOCUMENT", """{"document":{"id":"1","filename":"a.pdf"}}""", "a.pdf")]
    [InlineData("LOCATION", """{"location":{"latitude":52.5,"longitude":13.4}}""", "52.5, 13.4")]
    public void Media_are_shown_by_name_or_address(string format, string header, string shown) =>
        Assert.Equal(shown, Filled.Of(Template(Media(format), Body("Hello")), $"{{\"header\":{header}}}").Preview.Header);

    [Fact]
    public void An_authentication_template_shows_WhatsApp_s_text()
    {
        var preview = Filled.Of(CodeTemplate(), "{\"body\":[\"482913\"]}").Preview;

        Assert.Equal("*482913* is your verification code. For your security, do not share this code.", preview.Body);
        Assert.Equal("This code expires in 10 minutes.", preview.Footer);
        Assert.Equal([new("otp", "Copy", "482913")], preview.Buttons);
    }

    [Fact]
    public void Cards_are_shown_each()
    {
        var card = Card(Media("IMAGE"), Body("Number {{1}} here", "7"), Buttons(Reply()));

        var preview = TemplatePreview.WithExamples(Template(Body("Hello"), Carousel(card, card)));

        Assert.Equal(["Number 7 here", "Number 7 here"], preview.Cards!.Select(shown => shown.Body));
    }
}
