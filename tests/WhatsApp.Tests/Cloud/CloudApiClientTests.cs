using System.Net;
using System.Net.Sockets;
using System.Text.Json;
using Microsoft.Extensions.Time.Testing;
using Mogambo.Accounts;
using Mogambo.Messages;

namespace Mogambo.WhatsApp.Tests.Cloud;

public sealed class CloudApiClientTests
{
    private static readonly CancellationToken NoCancellation = CancellationToken.None;

    [Fact]
    public async Task Sends_the_content_with_recipient_and_attempt()
    {
        await using var server = new RawServer(exchange => exchange.RespondAsync(200, CloudSetup.Taken));

        var outcome = await CloudSetup.Client().SendAsync(server.Url);

        Assert.Equal(new SendOutcome.Accepted("wamid.CCC") { WaId = "15550123456" }, outcome);
        var (head, body) = Assert.Single(server.Requests);
        Assert.StartsWith("POST /v25.0/700/messages HTTP/1.1\r\n", head, StringComparison.Ordinal);
        Assert.Contains("Authorization: Bearer EAAtoken", head, StringComparison.Ordinal);
        Assert.Contains("Content-Type: application/json", head, StringComparison.Ordinal);
        Assert.DoesNotContain("traceparent", head, StringComparison.OrdinalIgnoreCase);
        Assert.Equal(
            $$"""{"messaging_product":"whatsapp","recipient_type":"individual","to":"15550123456","type":"text","text":{"body":"Ol\u00e1 👋"},"context":{"message_id":"wamid.BBB"},"biz_opaque_callback_data":"{{Parsed.Attempt}}"}""",
            CloudSetup.Utf8(body));
    }

    [Fact]
    public async Task A_user_without_number_is_addressed_by_business_scoped_id_whatever_the_content_says()
    {
        await using var server = new RawServer(exchange => exchange.RespondAsync(
            200, """{"contacts":[{"input":"US.1234","user_id":"US.1234"}],"messages":[{"id":"wamid.D","message_status":"accepted"}]}"""));
        var content = new OutboundContent("text", """{"to":"15559999999","recipient":"US.9","type":"text","text":{"body":"Hi"}}"""u8.ToArray());

        var outcome = await CloudSetup.Client().SendAsync(
            CloudSetup.Number(server.Url), new(null, "US.1234"), content, Parsed.Attempt, CloudSetup.InTime(), NoCancellation);

        Assert.Equal(new SendOutcome.Accepted("wamid.D"), outcome);
        using var body = JsonDocument.Parse(Assert.Single(server.Requests).Body);
        Assert.False(body.RootElement.TryGetProperty("to", out _));
        Assert.Equal("US.1234", body.RootElement.GetProperty("recipient").GetString());
    }

    [Theory]
    [InlineData(400, 130429, SendRemedy.BackOff)]
    [InlineData(429, 130429, SendRemedy.BackOff)]
    [InlineData(400, 131047, SendRemedy.Fail)]
    [InlineData(400, 131056, SendRemedy.WaitForPair)]
    [InlineData(400, 80007, SendRemedy.WaitMinutes)]
    [InlineData(400, 131049, SendRemedy.WaitForUser)]
    [InlineData(400, 132015, SendRemedy.HoldForTemplate)]
    [InlineData(401, 190, SendRemedy.ParkNumber)]
    [InlineData(403, 200, SendRemedy.ParkNumber)]
    [InlineData(500, 131000, SendRemedy.BackOffBriefly)]
    [InlineData(503, 2, SendRemedy.BackOff)]
    [InlineData(200, 131026, SendRemedy.Fail)]
    [InlineData(500, 987654, SendRemedy.BackOff)]
    [InlineData(400, 987654, SendRemedy.Fail)]
    public async Task A_Graph_error_is_a_definite_no_whatever_the_HTTP_status(int status, int code, SendRemedy remedy)
    {
        await using var server = new RawServer(exchange => exchange.RespondAsync(status, CloudSetup.GraphError(code), "Retry-After: 7\r\n"));

        var outcome = Assert.IsType<SendOutcome.NotAccepted>(await CloudSetup.Client().SendAsync(server.Url));

        Assert.Equal((code, remedy), (outcome.Error.Code, outcome.Remedy));
        Assert.Equal(($"(#{code}) Words", "D (fbtrace_id A1)"), (outcome.Error.Title, outcome.Error.Details));
        Assert.Equal(TimeSpan.FromSeconds(7), outcome.RetryAfter);
    }

    [Theory]
    [InlineData("Retry-After: Sun, 22 Nov 2026 12:01:00 GMT\r\n", 60)]
    [InlineData("Retry-After: 9999999\r\n", 86400)]
    [InlineData("Retry-After: Sun, 22 Nov 2020 12:01:00 GMT\r\n", null)]
    [InlineData("Retry-After: soon\r\n", null)]
    public async Task Retry_After_is_a_bounded_time_to_come(string header, int? seconds)
    {
        await using var server = new RawServer(exchange => exchange.RespondAsync(400, CloudSetup.GraphError(4), header));
        var time = new FakeTimeProvider(new(2026, 11, 22, 12, 0, 0, TimeSpan.Zero));

        var outcome = Assert.IsType<SendOutcome.NotAccepted>(await CloudSetup.Client(time).SendAsync(server.Url));

        Assert.Equal(seconds, (int?)outcome.RetryAfter?.TotalSeconds);
    }

    [Theory]
    [InlineData(200, "")]
    [InlineData(200, "<html>Welcome to the hotel's network</html>")]
    [InlineData(200, "{}")]
    [InlineData(200, """{"messages":[]}""")]
    [InlineData(200, """{"messages":[{"id":7}]}""")]
    [InlineData(200, """{"messages":[{"id":"wamid.X"}],"error":{"code":100}}""")]
    [InlineData(200, """{"messages":[{"id":"\ud800"}]}""")]
    [InlineData(302, "")]
    [InlineData(400, """{"messages":[{"id":"wamid.X"}]}""")]
    [InlineData(400, """{"error":"no"}""")]
    [InlineData(400, """{"error":{"message":"no code"}}""")]
    [InlineData(404, "not found")]
    [InlineData(500, "Internal error")]
    [InlineData(502, "")]
    public async Task An_answer_that_is_not_WhatsApps_proves_nothing(int status, string body)
    {
        await using var server = new RawServer(exchange => exchange.RespondAsync(status, body, "Location: http://127.0.0.1:1/\r\n"));

        Assert.IsType<SendOutcome.Unknown>(await CloudSetup.Client().SendAsync(server.Url));
        Assert.Single(server.Requests);
    }

    [Fact]
    public async Task Ten_megabytes_are_not_an_answer()
    {
        await using var server = new RawServer(exchange => exchange.RespondAsync(200, CloudSetup.Taken + new string(' ', 10_000_000)));

        var outcome = await CloudSetup.Client().SendAsync(server.Url);

        Assert.Contains("too large", Assert.IsType<SendOutcome.Unknown>(outcome).Reason, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Nothing_was_sent_if_nobody_listens()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        var url = new Uri($"http://127.0.0.1:{((IPEndPoint)listener.LocalEndpoint).Port}/v25.0");
        listener.Stop();

        var outcome = Assert.IsType<SendOutcome.NotAccepted>(await CloudSetup.Client().SendAsync(url));

        Assert.Equal((SendRemedy.BackOff, true), (outcome.Remedy, outcome.Error.Retryable));
    }

    [Fact]
    public async Task Nothing_was_sent_if_the_name_or_TLS_fails()
    {
        await using var server = new RawServer();

        var name = await CloudSetup.Client().SendAsync(new("http://no-such-host.invalid/v25.0"));
        var tls = await CloudSetup.Client().SendAsync(new UriBuilder(server.Url) { Scheme = "https" }.Uri, NoCancellation);

        Assert.Equal(SendRemedy.BackOff, Assert.IsType<SendOutcome.NotAccepted>(name).Remedy);
        Assert.Equal(SendRemedy.BackOff, Assert.IsType<SendOutcome.NotAccepted>(tls).Remedy);
    }

    [Fact]
    public async Task Nothing_was_sent_if_it_was_canceled_before()
    {
        await using var server = new RawServer();

        var outcome = await CloudSetup.Client().SendAsync(server.Url, new CancellationToken(canceled: true));

        Assert.Equal(SendRemedy.TryAgain, Assert.IsType<SendOutcome.NotAccepted>(outcome).Remedy);
        Assert.Empty(server.Requests);
    }

    [Theory]
    [InlineData("5")]
    [InlineData("{")]
    public async Task Content_that_is_no_object_is_not_sent(string json)
    {
        await using var server = new RawServer();
        var content = new OutboundContent("text", System.Text.Encoding.UTF8.GetBytes(json));

        var outcome = await CloudSetup.Client().SendAsync(
            CloudSetup.Number(server.Url), CloudSetup.Ana, content, Parsed.Attempt, CloudSetup.InTime(), NoCancellation);

        Assert.Equal(SendRemedy.Fail, Assert.IsType<SendOutcome.NotAccepted>(outcome).Remedy);
        Assert.Equal(0, server.Connections);
    }

    [Fact]
    public async Task A_number_without_Cloud_API_is_parked()
    {
        foreach (var number in new[] { CloudSetup.Number(null), CloudSetup.Number(new("http://127.0.0.1:1"), InstanceApi.OnPremises) })
        {
            var outcome = await CloudSetup.Client().SendAsync(number, CloudSetup.Ana, CloudSetup.Hello, Parsed.Attempt, CloudSetup.InTime(), NoCancellation);

            Assert.Equal(SendRemedy.ParkNumber, Assert.IsType<SendOutcome.NotAccepted>(outcome).Remedy);
        }
    }
}
