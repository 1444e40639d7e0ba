namespace Mogambo.Simulator.Tests.Control;

public sealed class UserTraitTests : IDisposable
{
    private const string User = "15550100001";

    private readonly string _path = Path.Combine(Path.GetTempPath(), $"ledger-{Guid.NewGuid():N}.jsonl");

    [Fact]
    public async Task A_user_who_stopped_marketing_gets_none_until_it_is_resumed()
    {
        await using var whatsApp = await StartAsync();
        await whatsApp.ApprovedMarketingAsync("news");
        await KnownAsync(whatsApp, $$"""{"id":"{{User}}","name":"Ana"}""");

        var stopped = await PreferAsync(whatsApp, "stop");

        await whatsApp.SendTemplateAsync(User, "news");
        Assert.Equal(131050, await whatsApp.FailureAsync());
        Assert.Equal(Simulated.Number, stopped.Json.GetProperty("stopped")[0].GetString());
        var told = Assert.Single(whatsApp.Business.Field("user_preferences"));
        Assert.Equal(Simulated.Number, told.GetProperty("metadata").GetProperty("phone_number_id").GetString());
        Assert.Equal("Ana", told.GetProperty("contacts")[0].GetProperty("profile").GetProperty("name").GetString());
        var preference = told.GetProperty("user_preferences")[0];
        Assert.Equal(
            (User, "marketing_messages", "stop"),
            (preference.GetProperty("wa_id").GetString(), preference.GetProperty("category").GetString(), preference.GetProperty("value").GetString()));
        Assert.True(preference.GetProperty("timestamp").GetInt64() > 0);

        await PreferAsync(whatsApp, "resume");
        whatsApp.Business.Posts.Clear();
        await whatsApp.SendTemplateAsync(User, "news");
        await whatsApp.DrainedAsync();
        Assert.DoesNotContain(whatsApp.Business.Statuses, status => status.GetProperty("status").GetString() == "failed");
    }

    [Fact]
    public async Task Only_marketing_is_stopped()
    {
        await using var whatsApp = await StartAsync();
        await KnownAsync(whatsApp, $$"""{"id":"{{User}}"}""");
        await PreferAsync(whatsApp, "stop");

        await whatsApp.SendTemplateAsync(User, "training_plan", components: """
            [{"type":"body","parameters":[{"type":"text","text":"a"},{"type":"text","text":"b"},{"type":"text","text":"c"}]}]
            """);

        await whatsApp.DrainedAsync();
        Assert.Equal(3, whatsApp.Business.Statuses.Count());
    }

    [Fact]
    public async Task A_number_written_another_way_is_answered_with_the_users_own()
    {
        await using var whatsApp = await StartAsync();
        await KnownAsync(whatsApp, """{"id":"556198765432","inputs":["5561998765432"]}""");

        var answer = await whatsApp.SendTextAsync("+55 61 99876-5432");

        var contact = answer.Json.GetProperty("contacts")[0];
        Assert.Equal(("+55 61 99876-5432", "556198765432"), (contact.GetProperty("input").GetString(), contact.GetProperty("wa_id").GetString()));
        await whatsApp.DrainedAsync();
        Assert.All(whatsApp.Business.Statuses, status => Assert.Equal("556198765432", status.GetProperty("recipient_id").GetString()));
    }

    [Fact]
    public async Task A_number_without_WhatsApp_is_accepted_and_fails()
    {
        await using var whatsApp = await StartAsync();
        await KnownAsync(whatsApp, $$"""{"id":"{{User}}","on_whatsapp":false}""");

        Assert.Equal(200, (await whatsApp.SendTextAsync(User)).Status);

        Assert.Equal(131026, await whatsApp.FailureAsync());
    }

    [Fact]
    public async Task A_user_with_too_much_marketing_gets_no_more()
    {
        await using var whatsApp = await StartAsync();
        await whatsApp.ApprovedMarketingAsync("news");
        await KnownAsync(whatsApp, $$"""{"id":"{{User}}","marketing_capped":true}""");

        await whatsApp.SendTemplateAsync(User, "news");

        Assert.Equal(131049, await whatsApp.FailureAsync());
    }

    [Fact]
    public async Task A_restart_keeps_traits_and_preferences()
    {
        await using (var whatsApp = await StartAsync(_path))
        {
            await KnownAsync(whatsApp, """{"id":"556198765432","inputs":["5561998765432"],"marketing_capped":true}""");
            await KnownAsync(whatsApp, $$"""{"id":"{{User}}","on_whatsapp":false}""");
            await PreferAsync(whatsApp, "stop");
            await whatsApp.DrainedAsync();
        }

        await using var again = await StartAsync(_path);

        var users = (await again.GetAsync("/control/users")).Json.EnumerateArray().ToDictionary(user => user.GetProperty("id").GetString()!);
        Assert.True(users["556198765432"].GetProperty("marketing_capped").GetBoolean());
        Assert.Equal("5561998765432", users["556198765432"].GetProperty("inputs")[0].GetString());
        Assert.False(users[User].GetProperty("on_whatsapp").GetBoolean());
        Assert.Equal(Simulated.Number, users[User].GetProperty("stopped")[0].GetString());
    }

    [Theory]
    [InlineData("""{"id":"15550100001","on_whatsapp":"no"}""")]
    [InlineData("""{"id":"15550100001","inputs":["ana"]}""")]
    [InlineData("""{"id":"15550100001","colour":"red"}""")]
    [InlineData("""{"name":"Ana"}""")]
    public async Task Wrong_traits_change_nothing(string body)
    {
        await using var whatsApp = await StartAsync();

        var answer = await whatsApp.CallAsync(HttpMethod.Post, "/control/users", body);

        Assert.Equal(400, answer.Status);
        Assert.NotEmpty(answer.Json.GetProperty("error").GetString()!);
        Assert.Equal(0, (await whatsApp.GetAsync("/control/users")).Json.GetArrayLength());
    }

    [Theory]
    [InlineData("15550100001", """{"marketing":"maybe"}""", 400)]
    [InlineData("15550100001", """{"marketing":"stop","number":"1"}""", 400)]
    [InlineData("15550100009", """{"marketing":"stop"}""", 404)]
    public async Task A_wrong_preference_is_refused(string user, string body, int status)
    {
        await using var whatsApp = await StartAsync();
        await KnownAsync(whatsApp, """{"id":"15550100001"}""");

        Assert.Equal(status, (await whatsApp.CallAsync(HttpMethod.Post, $"/control/users/{user}/preferences", body)).Status);
        Assert.Empty(whatsApp.Business.Posts);
    }

    public void Dispose() => File.Delete(_path);

    private static Task<Simulated> StartAsync(string? ledger = null) => Simulated.StartAsync(
        options => (options.Window, options.Ledger, options.TemplateReview) = (TimeSpan.Zero, ledger, TimeSpan.FromSeconds(-1)));

    private static async Task KnownAsync(Simulated whatsApp, string body) =>
        Assert.Equal(200, (await whatsApp.CallAsync(HttpMethod.Post, "/control/users", body)).Status);

    private static async Task<Simulated.Answer> PreferAsync(Simulated whatsApp, string choice)
    {
        var answer = await whatsApp.CallAsync(HttpMethod.Post, $"/control/users/{User}/preferences", $$"""{"marketing":"{{choice}}"}""");
        Assert.Equal(200, answer.Status);
        return answer;
    }
}
