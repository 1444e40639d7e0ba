namespace Mogambo.Simulator.Tests.Faults;

public sealed class TemplateFaultTests
{
    [Fact]
    public async Task A_template_is_made_though_the_answer_is_lost()
    {
        await using var whatsApp = await StartAsync("""{"drop_after":{"on":"templates","count":1}}""");

        await Assert.ThrowsAnyAsync<HttpRequestException>(() => whatsApp.CreateTemplateAsync("news"));

        var again = await whatsApp.CreateTemplateAsync("news");
        Assert.Equal((400, 100), (again.Status, again.Code));
        Assert.Equal(2388024, again.Json.GetProperty("error").GetProperty("error_subcode").GetInt32());
    }

    [Fact]
    public async Task A_template_is_not_made_when_the_connection_is_lost_before()
    {
        await using var whatsApp = await StartAsync("""{"drop_before":{"on":"templates","count":1}}""");

        await Assert.ThrowsAnyAsync<HttpRequestException>(() => whatsApp.CreateTemplateAsync("news"));

        Assert.Equal(200, (await whatsApp.CreateTemplateAsync("news")).Status);
    }

    [Theory]
    [InlineData("""{"error":{"on":"templates","code":2,"http":503}}""", 503)]
    [InlineData("""{"garbage":{"on":"templates"}}""", 500)]
    public async Task Template_calls_fail_and_sends_do_not(string faults, int status)
    {
        await using var whatsApp = await StartAsync(faults);

        var list = await whatsApp.GetAsync($"/v25.0/{Simulated.Account}/message_templates", Simulated.Token);
        var sent = await whatsApp.SendTextAsync("15550100001");

        Assert.Equal((status, 200), (list.Status, sent.Status));
        Assert.Equal("templates", (await whatsApp.GetAsync("/control/faults")).Json.EnumerateObject().Single().Value[0].GetProperty("on").GetString());
    }

    [Fact]
    public async Task A_late_answer_is_whole()
    {
        await using var whatsApp = await StartAsync("""{"delay":{"on":"templates","ms":1}}""");

        var created = await whatsApp.CreateTemplateAsync("news");

        Assert.Equal((200, "PENDING"), (created.Status, created.Json.GetProperty("status").GetString()));
    }

    [Fact]
    public async Task Faults_of_sends_leave_template_calls_alone_and_strike_template_sends()
    {
        await using var whatsApp = await StartAsync("""{"error":{"code":131016,"http":500}}""");

        Assert.Equal(200, (await whatsApp.CreateTemplateAsync("news")).Status);
        Assert.Equal((500, 131016), await whatsApp.SendTemplateAsync("15550100001", "training_plan") is var answer ? (answer.Status, answer.Code) : default);
    }

    [Fact]
    public async Task A_message_may_be_accepted_and_fail_later()
    {
        await using var whatsApp = await StartAsync("""{"fail_later":{"code":130472,"count":1}}""");

        Assert.Equal(200, (await whatsApp.SendTextAsync("15550100001")).Status);

        Assert.Equal(130472, await whatsApp.FailureAsync());
    }

    private static async Task<Simulated> StartAsync(string faults)
    {
        var whatsApp = await Simulated.StartAsync(options => (options.Window, options.TemplateReview) = (TimeSpan.Zero, TimeSpan.FromSeconds(-1)));
        Assert.Equal(200, (await whatsApp.FaultsAsync(faults)).Status);
        return whatsApp;
    }
}
