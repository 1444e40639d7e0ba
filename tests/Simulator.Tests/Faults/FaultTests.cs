using System.Diagnostics;

namespace Mogambo.Simulator.Tests.Faults;

public sealed class FaultTests
{
    [Fact]
    public async Task Drop_before_accepts_nothing()
    {
        await using var whatsApp = await StartAsync("""{"drop_before":{"count":1}}""");

        await Assert.ThrowsAnyAsync<HttpRequestException>(() => whatsApp.SendTextAsync("15550100001"));
        await whatsApp.SendTextAsync("15550100001");

        Assert.Equal(["dropped-before", "accepted"], await DecisionsAsync(whatsApp));
        Assert.Single(await whatsApp.ChatAsync("15550100001"));
    }

    [Fact]
    public async Task Drop_after_accepts_and_reports_but_never_answers()
    {
        await using var whatsApp = await StartAsync("""{"drop_after":{"count":1}}""");

        await Assert.ThrowsAnyAsync<HttpRequestException>(() => whatsApp.SendTextAsync("15550100001", opaque: "lost"));

        await whatsApp.DrainedAsync();
        Assert.Equal(["dropped-after-accept"], await DecisionsAsync(whatsApp));
        Assert.All(whatsApp.Business.Statuses, status => Assert.Equal("lost", status.GetProperty("biz_opaque_callback_data").GetString()));
        Assert.Equal(3, whatsApp.Business.Statuses.Count());
    }

    [Fact]
    public async Task Hang_answers_nobody()
    {
        await using var whatsApp = await StartAsync("""{"hang":{}}""");

        var hanging = whatsApp.SendTextAsync("15550100001");

        await Simulated.UntilAsync(async () => (await DecisionsAsync(whatsApp)).Count == 1, "the send is seen");
        Assert.False(hanging.IsCompleted);
        await whatsApp.Host.StopAsync(new CancellationToken(canceled: true));
        await Assert.ThrowsAnyAsync<Exception>(() => hanging);
    }

    [Theory]
    [InlineData("""{"error":{"code":130429,"http":400}}""", 400, 130429)]
    [InlineData("""{"error":{"code":190,"http":401}}""", 401, 190)]
    public async Task Error_answers_what_it_is_told(string faults, int status, int code)
    {
        await using var whatsApp = await StartAsync(faults);

        var answer = await whatsApp.SendTextAsync("15550100001");

        Assert.Equal((status, code), (answer.Status, answer.Code));
    }

    [Fact]
    public async Task Garbage_is_an_error_page_or_a_broken_success()
    {
        await using var whatsApp = await StartAsync("""{"garbage":[{"mode":"html500","count":1},{"mode":"text200","count":1}]}""");

        var page = await whatsApp.SendTextAsync("15550100001");
        var broken = await whatsApp.SendTextAsync("15550100001");

        Assert.Equal((500, 200), (page.Status, broken.Status));
        Assert.StartsWith("<html>", page.Body, StringComparison.Ordinal);
        Assert.ThrowsAny<System.Text.Json.JsonException>(() => broken.Json);
        Assert.Equal(["garbage", "garbage-after-accept"], await DecisionsAsync(whatsApp));
    }

    [Fact]
    public async Task Delay_answers_late()
    {
        await using var whatsApp = await StartAsync("""{"delay":{"ms":150}}""");
        var watch = Stopwatch.StartNew();

        await whatsApp.SendTextAsync("15550100001");

        Assert.True(watch.ElapsedMilliseconds >= 140);
    }

    [Fact]
    public async Task Webhooks_may_come_twice()
    {
        await using var whatsApp = await StartAsync("""{"duplicate_webhooks":{}}""");

        await whatsApp.UserWritesAsync("15550100001");

        Assert.Equal(2, whatsApp.Business.Posts.Count);
    }

    [Fact]
    public async Task Webhooks_may_come_shuffled_and_all_arrive()
    {
        await using var whatsApp = await StartAsync("""{"shuffle_webhooks":{"window":3}}""");

        await Task.WhenAll(Enumerable.Range(0, 4).Select(_ => whatsApp.UserWritesAsync("15550100001")));

        Assert.Equal(4, whatsApp.Business.Messages.Count());
    }

    [Fact]
    public async Task Statuses_may_be_missing_or_lack_the_echo()
    {
        await using var whatsApp = await StartAsync("""{"no_statuses":{"user":"15550100001"},"no_echo":{"user":"15550100002"}}""");

        await whatsApp.SendTextAsync("15550100001");
        await whatsApp.SendTextAsync("15550100002");

        await whatsApp.DrainedAsync();
        Assert.Equal(3, whatsApp.Business.Statuses.Count());
        Assert.All(whatsApp.Business.Statuses, status => Assert.False(status.TryGetProperty("biz_opaque_callback_data", out _)));
    }

    [Fact]
    public async Task Statuses_may_arrive_before_the_answer()
    {
        await using var whatsApp = await StartAsync("""{"status_before_answer":{}}""");
        var answered = false;
        var early = true;
        whatsApp.Business.BeforeAnswer = _ =>
        {
            early &= !answered;
            return Task.CompletedTask;
        };

        await whatsApp.SendTextAsync("15550100001");
        answered = true;

        Assert.True(early);
        Assert.Equal(3, whatsApp.Business.Statuses.Count());
    }

    [Theory]
    [InlineData("""{"earthquake":{}}""")]
    [InlineData("""{"delay":{"probability":2}}""")]
    [InlineData("""{"delay":5}""")]
    [InlineData("""{"drop_after":{"mode":"maybe"}}""")]
    [InlineData("""{"error":{"http":99}}""")]
    [InlineData("""{"error":{"on":"phones"}}""")]
    [InlineData("""{"no_echo":{"on":"templates"}}""")]
    [InlineData("nonsense")]
    public async Task A_wrong_document_changes_nothing(string document)
    {
        await using var whatsApp = await StartAsync("""{"delay":{"ms":1}}""");

        var answer = await whatsApp.FaultsAsync(document);

        Assert.Equal(400, answer.Status);
        Assert.NotEmpty(answer.Json.GetProperty("error").GetString()!);
        Assert.Equal(1, (await whatsApp.GetAsync("/control/faults")).Json.GetProperty("delay")[0].GetProperty("ms").GetInt32());
    }

    private static async Task<Simulated> StartAsync(string faults)
    {
        var whatsApp = await Simulated.StartAsync(options => options.Window = TimeSpan.Zero);
        Assert.Equal(200, (await whatsApp.FaultsAsync(faults)).Status);
        return whatsApp;
    }

    private static async Task<List<string?>> DecisionsAsync(Simulated whatsApp) =>
        [.. (await whatsApp.GetAsync("/control/sends")).Json.EnumerateArray().Select(send => send.GetProperty("decision").GetString())];
}
