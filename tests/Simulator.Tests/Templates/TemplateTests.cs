namespace Mogambo.Simulator.Tests.Templates;

public sealed class TemplateTests
{
    [Fact]
    public async Task The_demo_template_is_filled_in_on_the_phone()
    {
        await using var whatsApp = await Simulated.StartAsync();
        var user = Simulated.SomeUser();

        var answer = await whatsApp.SendAsync(Send(user, "training_plan", "en", "Ana", "weekly", "T-1"));

        Assert.Equal("accepted", answer.Json.GetProperty("messages")[0].GetProperty("message_status").GetString());
        var body = Assert.Single(await whatsApp.ChatAsync(user)).GetProperty("content").GetProperty("body").GetString();
        Assert.StartsWith("Hi Ana! Thanks for starting your personal training plan. We'll send you a weekly update", body, StringComparison.Ordinal);
        await whatsApp.DrainedAsync();
        Assert.Contains(whatsApp.Business.Statuses, status => status.TryGetProperty("pricing", out var price) && price.GetProperty("category").GetString() == "utility");
    }

    [Theory]
    [InlineData("nothing", "en", 404, 132001, "a", "b", "c")]
    [InlineData("training_plan", "de", 404, 132001, "a", "b", "c")]
    [InlineData("training_plan", "en", 400, 132000, "a", "b")]
    [InlineData("training_plan", "en", 400, 132018, "a", "b\\n", "c")]
    [InlineData("training_plan", "en", 400, 132018, "a", "b     b", "c")]
    public async Task A_wrong_template_send_is_refused(string name, string language, int status, int code, params string[] parameters)
    {
        await using var whatsApp = await Simulated.StartAsync();

        var answer = await whatsApp.SendAsync(Send(Simulated.SomeUser(), name, language, parameters));

        Assert.Equal((status, code), (answer.Status, answer.Code));
    }

    [Theory]
    [InlineData("pause", 132015)]
    [InlineData("disable", 132016)]
    [InlineData("reject", 132001)]
    public async Task A_decision_about_a_template_is_told_and_kept(string decision, int code)
    {
        await using var whatsApp = await Simulated.StartAsync();
        var templates = await whatsApp.GetAsync($"/v25.0/{Simulated.Account}/message_templates?name=training_plan", Simulated.Token);
        var id = templates.Json.GetProperty("data")[0].GetProperty("id").GetString();

        await whatsApp.CallAsync(HttpMethod.Post, $"/control/templates/{id}/{decision}", null);

        await whatsApp.DrainedAsync();
        Assert.Equal("message_template_status_update", whatsApp.Business.Posts.Single().Json.GetProperty("entry")[0].GetProperty("changes")[0].GetProperty("field").GetString());
        var answer = await whatsApp.SendAsync(Send(Simulated.SomeUser(), "training_plan", "en", "a", "b", "c"));
        Assert.Equal(code, answer.Code);
    }

    [Fact]
    public async Task A_new_template_is_reviewed_and_then_sendable()
    {
        await using var whatsApp = await Simulated.StartAsync(options => options.TemplateReview = TimeSpan.Zero);

        var created = await whatsApp.CallAsync(HttpMethod.Post, $"/v25.0/{Simulated.Account}/message_templates", """
            {"name":"order_update","language":"pt_BR","category":"UTILITY","components":[{"type":"BODY","text":"Olá {{1}}, saiu."}]}
            """, Simulated.Token);

        Assert.Equal("PENDING", created.Json.GetProperty("status").GetString());
        await Simulated.UntilAsync(() => !whatsApp.Business.Posts.IsEmpty, "the template is approved");
        var value = whatsApp.Business.Posts.Single().Json.GetProperty("entry")[0].GetProperty("changes")[0].GetProperty("value");
        Assert.Equal("APPROVED", value.GetProperty("event").GetString());
        Assert.Equal("pt-BR", value.GetProperty("message_template_language").GetString());
        Assert.Equal(200, (await whatsApp.SendAsync(Send(Simulated.SomeUser(), "order_update", "pt_BR", "Ana"))).Status);
    }

    private static string Send(string to, string name, string language, params string[] parameters)
    {
        var list = string.Join(",", parameters.Select(text => $$"""{"type":"text","text":"{{text}}"}"""));
        return $$$"""{"messaging_product":"whatsapp","to":"{{{to}}}","type":"template","template":{"name":"{{{name}}}","language":{"code":"{{{language}}}"},"components":[{"type":"body","parameters":[{{{list}}}]}]}}""";
    }
}
