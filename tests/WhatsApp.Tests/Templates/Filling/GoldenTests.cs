using Mogambo.Templates;
using static Mogambo.WhatsApp.Tests.Templates.Made;

namespace Mogambo.WhatsApp.Tests.Templates.Filling;

/// <summary>What leaves for WhatsApp, to the letter (fact sheet 8.4).</summary>
public sealed class GoldenTests
{
    private const string Message =
        """{"type":"template","template":{"name":"training_plan","language":{"code":"en"},"components":[{"type":"body","parameters":[{"type":"text","text":"Joey"},{"type":"text","text":"weekly"},{"type":"text","text":"123456"}]}]}}""";

    [Theory]
    [InlineData("""{"body":["Joey","weekly","123456"]}""")]
    [InlineData("""{"body":["Joey","weekly",123456]}""")]
    [InlineData("""{"body":["Joey",{"text":"weekly"},{"type":"text","text":"123456"}],"header":null,"buttons":[]}""")]
    [InlineData("""[{"type":"body","parameters":[{"type":"text","text":"Joey"},{"type":"text","text":"weekly"},{"type":"text","text":"123456"}]}]""")]
    [InlineData("""[{"type":"BODY","parameters":[{"type":"text","text":"Joey"},{"type":"text","text":"weekly"},{"type":"text","text":123456}]},{"type":"header","parameters":[]}]""")]
    public void The_product_s_own_example_is_filled(string parameters)
    {
        var template = Template(Body(TrainingPlan, "Ana", "daily", "1"));

        var filled = Filled.Of(template, parameters);

        Assert.Equal(Message, System.Text.Encoding.UTF8.GetString(filled.Content));
        Assert.Equal(
            "Hi Joey! Thanks for starting your personal training plan. We'll send you a weekly update with your new schedule. "
            + "You can log-in online using your training ID 123456. Stay fit!",
            filled.Preview.Body);
        Assert.Equal(new TemplateUse(new("training_plan", "en"), "b#3"), filled.Use);
        Assert.Equal(template.Shape, filled.Use.Shape);
    }

    [Fact]
    public void A_template_without_variables_has_no_components() =>
        Assert.Equal(
            """{"type":"template","template":{"name":"training_plan","language":{"code":"en"}}}""",
            Filled.Text(Template(Header("Hi"), Body("Hello"), Footer("Bye"), Buttons(Reply(), Phone())), null));

    [Theory]
    [InlineData("""{"body":{"order_id":42,"first_name":"Ana"}}""")]
    [InlineData("""[{"type":"body","parameters":[{"type":"text","parameter_name":"order_id","text":"42"},{"type":"text","parameter_name":"first_name","text":"Ana"}]}]""")]
    public void Named_parameters_have_their_names(string parameters) =>
        Assert.Equal(
            """[{"type":"body","parameters":[{"type":"text","parameter_name":"first_name","text":"Ana"},{"type":"text","parameter_name":"order_id","text":"42"}]}]""",
            Filled.Components(Named(NamedBody("Hi {{first_name}}, your order {{order_id}} is here.", "first_name", "order_id")), parameters));

    [Theory]
    [InlineData("""{"header":{"document":{"link":"https://example.org/a.pdf","filename":"a.pdf"}},"body":["x"],"buttons":["yes","p/42","SAVE",null]}""")]
    [InlineData("""{"header":{"type":"document","document":{"link":"https://example.org/a.pdf","filename":"a.pdf"}},"body":["x"],"buttons":{"0":{"payload":"yes"},"1":{"text":"p/42"},"2":{"coupon_code":"SAVE"}}}""")]
    [InlineData("""[{"type":"header","parameters":[{"type":"document","document":{"link":"https://example.org/a.pdf","filename":"a.pdf"}}]},{"type":"body","parameters":[{"type":"text","text":"x"}]},{"type":"button","sub_type":"QUICK_REPLY","index":0,"parameters":[{"type":"payload","payload":"yes"}]},{"type":"button","sub_type":"url","index":"1","parameters":[{"type":"text","text":"p/42"}]},{"type":"button","sub_type":"copy_code","index":"2","parameters":[{"type":"coupon_code","coupon_code":"SAVE"}]}]""")]
    public void Headers_and_buttons_are_sent_by_their_kind_and_place(string parameters) =>
        Assert.Equal(
            """[{"type":"header","parameters":[{"type":"document","document":{"link":"https://example.org/a.pdf","filename":"a.pdf"}}]},{"type":"body","parameters":[{"type":"text","text":"x"}]},{"type":"button","sub_type":"quick_reply","index":"0","parameters":[{"type":"payload","payload":"yes"}]},{"type":"button","sub_type":"url","index":"1","parameters":[{"type":"text","text":"p/42"}]},{"type":"button","sub_type":"copy_code","index":"2","parameters":[{"type":"coupon_code","coupon_code":"SAVE"}]}]""",
            Filled.Components(
                Template(Media("DOCUMENT"), Body("one {{1}} two.", "a"), Buttons(Reply(), Url("https://example.org/{{1}}", "a"), Coupon(), Phone())), parameters));

    [Theory]
    [InlineData("""{"buttons":["t-1"]}""", """{"flow_token":"t-1"}""")]
    [InlineData("""{"buttons":[{"action":{"flow_token":"t","flow_action_data":{"a":1}}}]}""", """{"flow_token":"t","flow_action_data":{"a":1}}""")]
    public void A_flow_gets_its_token_or_its_action(string parameters, string action) =>
        Assert.Equal(
            $$"""[{"type":"button","sub_type":"flow","index":"0","parameters":[{"type":"action","action":{{action}}}]}]""",
            Filled.Components(Template(Body("Hello"), Buttons(Flow())), parameters));

    [Theory]
    [InlineData("""{"body":["482913"]}""")]
    [InlineData("""{"body":["482913"],"buttons":["482913"]}""")]
    [InlineData("""[{"type":"body","parameters":[{"type":"text","text":"482913"}]},{"type":"button","sub_type":"url","index":"0","parameters":[{"type":"text","text":"482913"}]}]""")]
    public void An_authentication_code_goes_into_body_and_button(string parameters)
    {
        const string Sent = """[{"type":"body","parameters":[{"type":"text","text":"482913"}]},{"type":"button","sub_type":"url","index":"0","parameters":[{"type":"text","text":"482913"}]}]""";

        Assert.Equal(Sent, Filled.Components(CodeTemplate(), parameters));
        Assert.Equal(Sent, Filled.Components(AsWhatsAppListsIt, parameters));
    }

    [Theory]
    [InlineData("""{"limited_time_offer":1790000000000}""")]
    [InlineData("""{"limited_time_offer":{"expiration_time_ms":1790000000000}}""")]
    [InlineData("""[{"type":"limited_time_offer","parameters":[{"type":"limited_time_offer","limited_time_offer":{"expiration_time_ms":1790000000000}}]}]""")]
    public void An_offer_says_when_it_ends(string parameters) =>
        Assert.Equal(
            """[{"type":"limited_time_offer","parameters":[{"type":"limited_time_offer","limited_time_offer":{"expiration_time_ms":1790000000000}}]}]""",
            Filled.Components(Template(Body("Hello"), Offer()), parameters));

    [Theory]
    [InlineData("""{"cards":[{"header":{"image":{"id":"1"}},"buttons":["a"]},{"header":{"image":{"id":"2"}},"buttons":["b"]}]}""")]
    [InlineData("""[{"type":"carousel","cards":[{"card_index":1,"components":[{"type":"header","parameters":[{"type":"image","image":{"id":"2"}}]},{"type":"button","sub_type":"url","index":"0","parameters":[{"type":"text","text":"b"}]}]},{"card_index":0,"components":[{"type":"header","parameters":[{"type":"image","image":{"id":"1"}}]},{"type":"button","sub_type":"url","index":"0","parameters":[{"type":"text","text":"a"}]}]}]}]""")]
    public void A_carousel_s_cards_are_filled_each(string parameters)
    {
        var card = Card(Media("IMAGE"), Buttons(Url("https://example.org/{{1}}", "x")));

        Assert.Equal(
            """[{"type":"carousel","cards":[{"card_index":0,"components":[{"type":"header","parameters":[{"type":"image","image":{"id":"1"}}]},{"type":"button","sub_type":"url","index":"0","parameters":[{"type":"text","text":"a"}]}]},{"card_index":1,"components":[{"type":"header","parameters":[{"type":"image","image":{"id":"2"}}]},{"type":"button","sub_type":"url","index":"0","parameters":[{"type":"text","text":"b"}]}]}]}]""",
            Filled.Components(Template(Body("Hello"), Carousel(card, card)), parameters));
    }

    [Fact]
    public void Currencies_dates_and_new_types_of_buttons_go_through() =>
        Assert.Equal(
            """[{"type":"body","parameters":[{"type":"currency","currency":{"fallback_value":"R$ 10","code":"BRL","amount_1000":10000}},{"type":"date_time","date_time":{"fallback_value":"1 Jan"}}]},{"type":"button","sub_type":"order_details","index":"0","parameters":[{"type":"action","action":{"order_details":{}}}]}]""",
            Filled.Components(
                Template(Body("one {{1}} two three {{2}} four five.", "a", "b"), Buttons("{\"type\":\"ORDER_DETAILS\",\"text\":\"Pay\"}")),
                """{"body":[{"currency":{"fallback_value":"R$ 10","code":"BRL","amount_1000":10000}},{"date_time":{"fallback_value":"1 Jan"}}],"buttons":[{"sub_type":"order_details","parameters":[{"type":"action","action":{"order_details":{}}}]}]}"""));

    private static Mogambo.WhatsApp.Templates.TemplateDefinition AsWhatsAppListsIt => Code(
        "{\"type\":\"BODY\",\"text\":\"*{{1}}* is your verification code.\",\"add_security_recommendation\":true}",
        Buttons("{\"type\":\"URL\",\"text\":\"Copy code\",\"url\":\"https://www.whatsapp.com/otp/code/?otp_type=COPY_CODE&code=otp{{1}}\"}"));
}
