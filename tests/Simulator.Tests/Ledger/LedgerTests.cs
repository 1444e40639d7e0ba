using System.Text.Json;

namespace Mogambo.Simulator.Tests.Ledger;

public sealed class LedgerTests : IDisposable
{
    private readonly string _path = Path.Combine(Path.GetTempPath(), $"ledger-{Guid.NewGuid():N}.jsonl");

    [Fact]
    public async Task Tells_what_happened_in_order()
    {
        await using (var whatsApp = await Simulated.StartAsync(options => options.Ledger = _path))
        {
            await whatsApp.UserWritesAsync("15550100001");
            await whatsApp.SendTextAsync("15550100001", opaque: "o-9");
            await whatsApp.DrainedAsync();
        }

        var lines = Lines();
        Assert.Equal(Enumerable.Range(1, lines.Count), lines.Select(line => line.GetProperty("seq").GetInt32()));
        Assert.Equal(["gen", "post", "ack", "send_req", "send_decision"], lines.Take(5).Select(Kind));
        Assert.Equal(3, lines.Count(line => Kind(line) == "status_emit"));
        Assert.Equal(3, lines.Count(line => Kind(line) == "status_ack" && line.GetProperty("opaque").GetString() == "o-9"));
    }

    [Fact]
    public async Task Brings_chats_ticks_and_windows_back()
    {
        await using (var whatsApp = await Simulated.StartAsync(options => options.Ledger = _path))
        {
            await whatsApp.UserWritesAsync("15550100001", """{"text":"Hello \n there","name":"Ana","context":{"id":"wamid.OLD"}}""");
            await whatsApp.SendTextAsync("15550100001", "Welcome");
            await whatsApp.DrainedAsync();
        }

        await using var again = await Simulated.StartAsync(options => options.Ledger = _path);

        var chat = await again.ChatAsync("15550100001");
        Assert.Equal(["Hello \n there", "Welcome"], chat.Select(message => message.GetProperty("content").GetProperty("body").GetString()));
        Assert.Equal(["read", "read"], chat.Select(message => message.GetProperty("status").GetString()));
        Assert.Equal("Ana", (await again.GetAsync("/control/users")).Json[0].GetProperty("name").GetString());
        await again.SendTextAsync("15550100001");
        await again.DrainedAsync();
        Assert.DoesNotContain(again.Business.Statuses, status => status.GetProperty("status").GetString() == "failed");
    }

    [Fact]
    public async Task Posts_again_what_was_never_acknowledged()
    {
        await using var business = await Receiver.StartAsync();
        business.Answer = _ => 503;
        var first = await Simulated.StartAsync(options => options.Ledger = _path, business: business);
        await first.UserWritesAsync("15550100001", """{"text":"Anyone?","wait":false}""");
        await first.SendTextAsync("15550100001");
        await Simulated.UntilAsync(() => business.Statuses.Select(status => status.GetProperty("status").GetString()).Distinct().Count() == 3, "all were posted");
        await first.StopAsync();
        File.AppendAllText(_path, "{\"kind\":\"gen\",\"cut o");
        business.Posts.Clear();
        business.Answer = _ => 200;

        var second = await Simulated.StartAsync(options => options.Ledger = _path, business: business);
        await second.DrainedAsync();

        Assert.Equal(4, second.Host.RepeatedWebhooks);
        Assert.Equal("Anyone?", business.Messages.Single().GetProperty("text").GetProperty("body").GetString());
        Assert.Equal(["delivered", "read", "sent"], business.Statuses.Select(status => status.GetProperty("status").GetString()).Order());
        Assert.All(business.Statuses, status => Assert.Equal("o-1", status.GetProperty("biz_opaque_callback_data").GetString()));
        await second.StopAsync();

        var third = await Simulated.StartAsync(options => options.Ledger = _path, business: business);
        Assert.Equal(0, third.Host.RepeatedWebhooks);
        await third.StopAsync();
    }

    [Fact]
    public async Task Is_readable_through_the_control_API()
    {
        await using var whatsApp = await Simulated.StartAsync(options => options.Ledger = _path);
        await whatsApp.UserWritesAsync("15550100001");
        await whatsApp.CallAsync(HttpMethod.Post, "/control/users", """{"id":"15550100002"}""");

        var rest = await whatsApp.GetAsync("/control/ledger?after=1");

        Assert.DoesNotContain("\"gen\"", rest.Body, StringComparison.Ordinal);
        Assert.Contains("\"ack\"", rest.Body, StringComparison.Ordinal);
    }

    public void Dispose() => File.Delete(_path);

    private List<JsonElement> Lines() => [.. File.ReadAllLines(_path).Select(line => JsonDocument.Parse(line).RootElement)];

    private static string? Kind(JsonElement line) => line.GetProperty("kind").GetString();
}
