using System.Net;
using Microsoft.AspNetCore.Http;
using Mogambo.Simulator.Control;
using Mogambo.Simulator.Webhooks;

namespace Mogambo.Simulator.Tests.Control;

public sealed class ControlTests
{
    [Theory]
    [InlineData("15550100001", "[]")]
    [InlineData("15550100001", "{}")]
    [InlineData("15550100001", """{"text":""}""")]
    [InlineData("15550100001", """{"text":"Hi","colour":"red"}""")]
    [InlineData("15550100001", """{"text":"Hi","timestamp":"yesterday"}""")]
    [InlineData("15550100001", """{"text":"Hi","copies":0}""")]
    [InlineData("15550100001", """{"text":"Hi","wait":"no"}""")]
    [InlineData("15550100001", """{"text":"Hi","id":"1"}""")]
    [InlineData("15550100001", """{"text":"Hi","number":"1"}""")]
    [InlineData("15550100001", """{"type":"image"}""")]
    [InlineData("ana", """{"text":"Hi"}""")]
    public async Task A_wrong_message_is_refused_with_a_sentence(string user, string body)
    {
        await using var whatsApp = await Simulated.StartAsync();

        var answer = await whatsApp.UserWritesAsync(user, body);

        Assert.Equal(400, answer.Status);
        Assert.NotEmpty(answer.Json.GetProperty("error").GetString()!);
        Assert.Empty(whatsApp.Business.Posts);
    }

    [Theory]
    [InlineData("/control/nothing")]
    [InlineData("/control/users/1555/messages")]
    [InlineData("/control/ledger")]
    public async Task What_is_not_there_is_404(string path)
    {
        await using var whatsApp = await Simulated.StartAsync();

        Assert.Equal(404, (await whatsApp.GetAsync(path)).Status);
    }

    [Theory]
    [InlineData("127.0.0.1", "localhost:8090", "", true)]
    [InlineData("::1", "[::1]:8090", "http://[::1]:8090", true)]
    [InlineData("::ffff:127.0.0.1", "127.0.0.1:8090", "http://127.0.0.1:8090", true)]
    [InlineData("10.0.0.5", "localhost:8090", "", false)]
    [InlineData("127.0.0.1", "evil.example:8090", "", false)]
    [InlineData("127.0.0.1", "localhost:8090", "http://evil.example", false)]
    [InlineData("127.0.0.1", "localhost:8090", "null", false)]
    public void Only_this_machine_is_let_in(string remote, string host, string origin, bool expected) =>
        Assert.Equal(expected, LoopbackGuard.Allows(IPAddress.Parse(remote), new HostString(host), origin));

    [Theory]
    [InlineData("/")]
    [InlineData("/control/users")]
    [InlineData("/events")]
    public async Task Another_name_than_localhost_is_forbidden(string path)
    {
        await using var whatsApp = await Simulated.StartAsync();
        using var request = new HttpRequestMessage(HttpMethod.Get, path);
        request.Headers.Host = "rebound.example";

        Assert.Equal(403, (await whatsApp.CallAsync(request)).Status);
    }

    [Fact]
    public async Task Any_body_is_signed_and_posted_once()
    {
        await using var whatsApp = await Simulated.StartAsync();
        whatsApp.Business.Answer = _ => 401;

        var answer = await whatsApp.CallAsync(HttpMethod.Post, "/control/webhooks?secret=other", """{"entry":[]}""");
        await whatsApp.CallAsync(HttpMethod.Post, "/control/webhooks?signature=none&truncate=3", """{"entry":[]}""");

        Assert.Equal(401, answer.Json.GetProperty("status").GetInt32());
        var posts = whatsApp.Business.Posts.ToList();
        Assert.Equal(Signature.Of(posts[0].Body, "other"u8), posts[0].Signature);
        Assert.Equal(("{\"e", ""), (posts[1].Text, posts[1].Signature));
    }

    [Fact]
    public async Task The_handshake_is_tried_and_judged()
    {
        await using var whatsApp = await Simulated.StartAsync();

        var good = await whatsApp.CallAsync(HttpMethod.Post, "/control/verify", null);
        var bad = await whatsApp.CallAsync(HttpMethod.Post, "/control/verify?token=wrong", null);

        Assert.True(good.Json.GetProperty("verified").GetBoolean());
        Assert.Equal((false, 403), (bad.Json.GetProperty("verified").GetBoolean(), bad.Json.GetProperty("status").GetInt32()));
    }

    [Fact]
    public async Task Everything_can_be_forgotten()
    {
        await using var whatsApp = await Simulated.StartAsync();
        await whatsApp.UserWritesAsync("15550100001");

        var answer = await whatsApp.CallAsync(HttpMethod.Delete, "/control/state", null);

        Assert.Equal(204, answer.Status);
        Assert.Equal(0, (await whatsApp.GetAsync("/control/users")).Json.GetArrayLength());
    }

    [Fact]
    public async Task The_phone_page_runs_only_its_own_files()
    {
        await using var whatsApp = await Simulated.StartAsync();
        using var http = new HttpClient { BaseAddress = whatsApp.Host.Address };

        using var page = await http.GetAsync(new Uri("/", UriKind.Relative), Simulated.Cancellation);

        Assert.Contains("default-src 'none'", page.Headers.GetValues("Content-Security-Policy").Single(), StringComparison.Ordinal);
        foreach (var file in new[] { "/phone.js", "/bubbles.js", "/content.js", "/faults.js", "/people.js", "/templates", "/templates.js", "/templates.css", "/phone.css", "/chat.css", "/icon.svg" })
        {
            Assert.Equal(200, (await whatsApp.GetAsync(file)).Status);
        }
    }
}
