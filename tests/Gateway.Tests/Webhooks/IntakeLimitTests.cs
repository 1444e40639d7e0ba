using System.Net;
using System.Net.Sockets;
using System.Text;
using Mogambo.Gateway.Tests.TestKit;

namespace Mogambo.Gateway.Tests.Webhooks;

public sealed class IntakeLimitTests
{
    [Fact]
    public async Task A_body_declared_larger_than_4_MiB_is_413_at_once()
    {
        await using var host = await GatewayHost.StartAsync();

        var answer = await RawAsync(host, $"Content-Length: {5 * 1024 * 1024}\r\nX-Hub-Signature-256: sha256={new string('0', 64)}\r\n\r\n");

        Assert.StartsWith("HTTP/1.1 413", answer, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_chunked_body_is_413_when_it_passes_4_MiB()
    {
        await using var host = await GatewayHost.StartAsync();
        var chunk = $"{64 * 1024:x}\r\n{new string(' ', 64 * 1024)}\r\n";

        var answer = await RawAsync(
            host,
            $"Transfer-Encoding: chunked\r\nX-Hub-Signature-256: sha256={new string('0', 64)}\r\n\r\n"
                + string.Concat(Enumerable.Repeat(chunk, 65)));

        Assert.StartsWith("HTTP/1.1 413", answer, StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_unsigned_endless_body_is_refused_without_being_read()
    {
        await using var host = await GatewayHost.StartAsync();

        var answer = await RawAsync(host, "Transfer-Encoding: chunked\r\n\r\n");

        Assert.StartsWith("HTTP/1.1 401", answer, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_body_of_4_MiB_is_taken()
    {
        await using var host = await GatewayHost.StartAsync();
        var body = new byte[4 * 1024 * 1024];
        Array.Fill(body, (byte)' ');

        Assert.Equal(HttpStatusCode.OK, await host.DeliverAsync(body));
    }

    [Fact]
    public async Task An_encoded_body_is_415()
    {
        await using var host = await GatewayHost.StartAsync();
        var body = Webhook.Text(Some.User());
        using var request = new HttpRequestMessage(HttpMethod.Post, "/webhooks/whatsapp") { Content = new ByteArrayContent(body) };
        request.Content.Headers.ContentEncoding.Add("gzip");
        request.Headers.Add("X-Hub-Signature-256", Webhook.Sign(body, Some.Secret));

        using var response = await host.Http.SendAsync(request, TestContext.Current.CancellationToken);

        Assert.Equal(HttpStatusCode.UnsupportedMediaType, response.StatusCode);
        Assert.True(host.Grains.IsUntouched);
    }

    [Fact]
    public async Task More_webhooks_at_once_than_allowed_are_503_until_there_is_room()
    {
        await using var host = await GatewayHost.StartAsync(new()
        {
            ["Mogambo:Gateway:MaxConcurrentWebhooks"] = "1",
            ["Mogambo:Gateway:GrainDeadline"] = "00:00:05",
            ["Mogambo:Gateway:StoreDeadline"] = "00:00:05",
        });
        var entered = new TaskCompletionSource();
        var release = new TaskCompletionSource();
        host.Grains.Behave = () =>
        {
            entered.TrySetResult();
            return release.Task;
        };
        var first = host.DeliverAsync(Webhook.Text(Some.User()));
        await entered.Task;
        var body = Webhook.Text(Some.User());

        using var second = await host.PostWebhookAsync(body, Webhook.Sign(body, Some.Secret));
        release.SetResult();

        Assert.Equal(HttpStatusCode.ServiceUnavailable, second.StatusCode);
        Assert.InRange(second.Headers.RetryAfter!.Delta!.Value.TotalSeconds, 1, 2);
        Assert.Equal(HttpStatusCode.OK, await first);
        Assert.Equal(HttpStatusCode.OK, await host.DeliverAsync(body));
    }

    [Fact]
    public async Task More_bytes_at_once_than_allowed_are_503()
    {
        await using var host = await GatewayHost.StartAsync(new()
        {
            ["Mogambo:Gateway:MaxBodyBytes"] = "65536",
            ["Mogambo:Gateway:MaxBufferedBytes"] = "65536",
            ["Mogambo:Gateway:GrainDeadline"] = "00:00:05",
            ["Mogambo:Gateway:StoreDeadline"] = "00:00:05",
        });
        var entered = new TaskCompletionSource();
        var release = new TaskCompletionSource();
        host.Grains.Behave = () =>
        {
            entered.TrySetResult();
            return release.Task;
        };
        var first = host.DeliverAsync(Webhook.Text(Some.User()));
        await entered.Task;

        var second = await host.DeliverAsync(new byte[65536]);
        release.SetResult();

        Assert.Equal(HttpStatusCode.ServiceUnavailable, second);
        Assert.Equal(HttpStatusCode.OK, await first);
    }

    // What an HTTP client would not send, or not stop sending.
    private static async Task<string> RawAsync(GatewayHost host, string headersAndBody)
    {
        using var socket = new TcpClient();
        await socket.ConnectAsync(host.Address.Host, host.Address.Port, TestContext.Current.CancellationToken);
        var stream = socket.GetStream();
        var sending = stream.WriteAsync(
            Encoding.ASCII.GetBytes("POST /webhooks/whatsapp HTTP/1.1\r\nHost: localhost\r\n" + headersAndBody),
            TestContext.Current.CancellationToken);
        var buffer = new byte[1024];
        var read = await stream.ReadAtLeastAsync(buffer, 12, throwOnEndOfStream: false, TestContext.Current.CancellationToken);
        try
        {
            await sending;
        }
        catch (IOException)
        {
            // The gateway stopped listening; that is the point.
        }

        return Encoding.ASCII.GetString(buffer, 0, read);
    }
}
