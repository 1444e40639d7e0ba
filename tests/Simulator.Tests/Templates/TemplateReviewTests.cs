using Microsoft.Extensions.Time.Testing;
using Mogambo.Simulator.Webhooks;

namespace Mogambo.Simulator.Tests.Templates;

public sealed class TemplateReviewTests : IDisposable
{
    private const string Status = "message_template_status_update";

    private readonly string _path = Path.Combine(Path.GetTempPath(), $"ledger-{Guid.NewGuid():N}.jsonl");

    [Fact]
    public async Task A_template_is_paused_twice_for_some_hours_and_then_disabled()
    {
        var time = new FakeTimeProvider(DateTimeOffset.UnixEpoch.AddYears(50));
        await using var whatsApp = await StartAsync(time);
        var id = await whatsApp.ApprovedMarketingAsync("news");

        // Webhooks may overtake each other: each is told before the next decision.
        await ToldAsync(whatsApp, 1);
        await whatsApp.DecideAsync(id, "pause");
        await whatsApp.DrainedAsync();
        time.Advance(TimeSpan.FromHours(3));
        await ToldAsync(whatsApp, 3);
        await whatsApp.DecideAsync(id, "pause");
        await whatsApp.DrainedAsync();
        time.Advance(TimeSpan.FromHours(3));
        Assert.Equal(132015, (await whatsApp.SendTemplateAsync("15550100001", "news")).Code);
        time.Advance(TimeSpan.FromHours(3));
        await ToldAsync(whatsApp, 5);
        await whatsApp.DecideAsync(id, "pause");
        await ToldAsync(whatsApp, 6);

        var told = whatsApp.Business.Field(Status);
        Assert.Equal(
            ["APPROVED", "PAUSED FIRST_PAUSE", "APPROVED UNPAUSE", "PAUSED SECOND_PAUSE", "APPROVED UNPAUSE", "DISABLED"],
            told.Select(value => value.GetProperty("event").GetString()
                + (value.TryGetProperty("other_info", out var other) ? " " + other.GetProperty("title").GetString() : "")));
        Assert.Equal(time.GetUtcNow().ToUnixTimeSeconds(), told[5].GetProperty("disable_info").GetProperty("disable_date").GetInt64());
        Assert.Equal(132016, (await whatsApp.SendTemplateAsync("15550100001", "news")).Code);
    }

    [Theory]
    [InlineData("UTILITY", "Your order 7 has 20% off now.", "MARKETING")]
    [InlineData("UTILITY", "A Discount waits for you today.", "MARKETING")]
    [InlineData("MARKETING", "A discount waits for you today.", "MARKETING")]
    [InlineData("UTILITY", "Your order 7 has left the depot.", "UTILITY")]
    public async Task A_promotional_utility_template_becomes_marketing(string asked, string text, string category)
    {
        await using var whatsApp = await StartAsync();

        var created = await whatsApp.CreateTemplateAsync("order", asked, text);
        await whatsApp.DecideAsync(created.Json.GetProperty("id").GetString()!, "approve");

        Assert.Equal(category, created.Json.GetProperty("category").GetString());
        await ToldAsync(whatsApp, 1);
        Assert.Equal(category, whatsApp.Business.Field(Status)[0].GetProperty("message_template_category").GetString());
    }

    [Fact]
    public async Task Another_category_is_announced_a_day_ahead_and_then_given()
    {
        var time = new FakeTimeProvider(DateTimeOffset.UnixEpoch.AddYears(50));
        await using var whatsApp = await StartAsync(time);
        var id = DemoId;

        var announced = await whatsApp.DecideAsync(id, "category", """{"category":"MARKETING","announce":true}""");
        await ToldAsync(whatsApp, 1, "template_category_update");
        time.Advance(TimeSpan.FromHours(24));
        await ToldAsync(whatsApp, 2, "template_category_update");

        Assert.Equal("UTILITY", announced.Json.GetProperty("category").GetString());
        var told = whatsApp.Business.Field("template_category_update");
        Assert.Equal(("MARKETING", "UTILITY"), (told[0].GetProperty("correct_category").GetString(), told[0].GetProperty("new_category").GetString()));
        Assert.Equal(time.GetUtcNow().ToUnixTimeSeconds(), told[0].GetProperty("category_update_timestamp").GetInt64());
        Assert.Equal(("UTILITY", "MARKETING"), (told[1].GetProperty("previous_category").GetString(), told[1].GetProperty("new_category").GetString()));
        Assert.Equal("MARKETING", (await ReadAsync(whatsApp, id)).Json.GetProperty("category").GetString());
    }

    [Fact]
    public async Task An_edit_is_told_and_reviewed_again_and_cannot_be_edited_meanwhile()
    {
        await using var whatsApp = await StartAsync();
        var id = await whatsApp.ApprovedMarketingAsync("news");
        const string Edit = """{"components":[{"type":"BODY","text":"Other news."},{"type":"FOOTER","text":"The shop"},{"type":"BUTTONS","buttons":[{"type":"URL","text":"See","url":"https://x.example/a"}]}]}""";

        var edited = await EditAsync(whatsApp, id, Edit);
        var again = await EditAsync(whatsApp, id, Edit);

        Assert.True(edited.Json.GetProperty("success").GetBoolean());
        Assert.Equal((400, 100), (again.Status, again.Code));
        Assert.Equal(132001, (await whatsApp.SendTemplateAsync("15550100001", "news")).Code);
        await ToldAsync(whatsApp, 1, "message_template_components_update");
        var told = whatsApp.Business.Field("message_template_components_update")[0];
        Assert.Equal(("Other news.", "The shop"), (told.GetProperty("message_template_element").GetString(), told.GetProperty("message_template_footer").GetString()));
        Assert.Equal("https://x.example/a", told.GetProperty("message_template_buttons")[0].GetProperty("message_template_button_url").GetString());
    }

    [Fact]
    public async Task A_rejection_has_its_reason_and_advice()
    {
        await using var whatsApp = await StartAsync();
        var id = (await whatsApp.CreateTemplateAsync("news")).Json.GetProperty("id").GetString()!;

        Assert.Equal(400, (await whatsApp.DecideAsync(id, "reject", """{"reason":"UGLY"}""")).Status);
        await whatsApp.DecideAsync(id, "reject", """{"reason":"INVALID_FORMAT"}""");

        await ToldAsync(whatsApp, 1);
        var told = whatsApp.Business.Field(Status)[0];
        Assert.Equal(("REJECTED", "INVALID_FORMAT"), (told.GetProperty("event").GetString(), told.GetProperty("reason").GetString()));
        Assert.True(told.TryGetProperty("rejection_info", out _));
        Assert.Equal("INVALID_FORMAT", (await ReadAsync(whatsApp, id)).Json.GetProperty("rejected_reason").GetString());
    }

    [Fact]
    public async Task Quality_is_told_signed_and_with_the_time()
    {
        await using var whatsApp = await StartAsync();

        await whatsApp.DecideAsync(DemoId, "quality", """{"score":"RED"}""");

        await ToldAsync(whatsApp, 1, "message_template_quality_update");
        var post = whatsApp.Business.Posts.Single();
        var told = whatsApp.Business.Field("message_template_quality_update")[0];
        Assert.Equal(("UNKNOWN", "RED"), (told.GetProperty("previous_quality_score").GetString(), told.GetProperty("new_quality_score").GetString()));
        Assert.True(post.Json.GetProperty("entry")[0].GetProperty("time").GetInt64() > 0);
        Assert.Equal(Signature.Of(post.Body, "simulator-app-secret"u8), post.Signature);
    }

    [Fact]
    public async Task The_business_may_end_a_pause()
    {
        await using var whatsApp = await StartAsync();
        await whatsApp.DecideAsync(DemoId, "pause");

        var first = await whatsApp.CallAsync(HttpMethod.Post, $"/v25.0/{DemoId}/unpause", null, Simulated.Token);
        var second = await whatsApp.CallAsync(HttpMethod.Post, $"/v25.0/{DemoId}/unpause", null, Simulated.Token);

        Assert.True(first.Json.GetProperty("success").GetBoolean());
        Assert.False(second.Json.GetProperty("success").GetBoolean());
        Assert.Equal("APPROVED", (await ReadAsync(whatsApp, DemoId)).Json.GetProperty("status").GetString());
    }

    [Fact]
    public async Task A_restart_keeps_templates_and_reports_what_was_not_acknowledged()
    {
        await using var business = await Receiver.StartAsync();
        business.Answer = _ => 503;
        var first = await StartAsync(ledger: _path, business: business);
        var id = (await first.CreateTemplateAsync("waiting")).Json.GetProperty("id").GetString()!;
        await first.DecideAsync(DemoId, "pause");
        await Simulated.UntilAsync(() => !business.Posts.IsEmpty, "the pause was posted");
        await first.StopAsync();
        business.Posts.Clear();
        business.Answer = _ => 200;

        var second = await Simulated.StartAsync(options => (options.Ledger, options.TemplateReview) = (_path, TimeSpan.Zero), business: business);

        await Simulated.UntilAsync(() => business.Field(Status).Count == 1, "the pause is reported again");
        Assert.Equal(1, second.Host.RepeatedWebhooks);
        Assert.Equal("PAUSED", (await ReadAsync(second, DemoId)).Json.GetProperty("status").GetString());
        Assert.Equal("PENDING", (await ReadAsync(second, id)).Json.GetProperty("status").GetString());
        await second.DrainedAsync();
        await second.StopAsync();

        var third = await StartAsync(ledger: _path, business: business);
        Assert.Equal(0, third.Host.RepeatedWebhooks);
        await third.StopAsync();
    }

    [Fact]
    public async Task A_review_under_way_goes_on_after_a_restart()
    {
        var time = new FakeTimeProvider(DateTimeOffset.UnixEpoch.AddYears(50));
        await using var business = await Receiver.StartAsync();
        var first = await Simulated.StartAsync(options => (options.Ledger, options.TemplateReview) = (_path, TimeSpan.FromMinutes(1)), time, business);
        await first.CreateTemplateAsync("waiting");
        await first.StopAsync();
        time.Advance(TimeSpan.FromMinutes(2));

        var second = await StartAsync(time, _path, business);

        await ToldAsync(second, 1);
        Assert.Equal("APPROVED", business.Field(Status)[0].GetProperty("event").GetString());
        await second.StopAsync();
    }

    public void Dispose() => File.Delete(_path);

    private static string DemoId => ("9" + Simulated.Account)[..16];

    private static Task<Simulated> StartAsync(TimeProvider? time = null, string? ledger = null, Receiver? business = null) =>
        Simulated.StartAsync(options => (options.TemplateReview, options.Ledger) = (TimeSpan.FromSeconds(-1), ledger), time, business);

    private static Task ToldAsync(Simulated whatsApp, int count, string field = Status) =>
        Simulated.UntilAsync(() => whatsApp.Business.Field(field).Count == count, $"{count} of {field}");

    private static Task<Simulated.Answer> ReadAsync(Simulated whatsApp, string id) => whatsApp.GetAsync($"/v25.0/{id}", Simulated.Token);

    private static Task<Simulated.Answer> EditAsync(Simulated whatsApp, string id, string body) =>
        whatsApp.CallAsync(HttpMethod.Post, $"/v25.0/{id}", body, Simulated.Token);
}
