using System.Security.Cryptography;
using System.Text;
using Microsoft.Extensions.Options;
using Mogambo.Grains.Tests.Bots;
using Mogambo.Outbound;
using Mogambo.Subscriptions;

namespace Mogambo.Grains.Tests.Subscriptions;

public sealed class EventPosterTests
{
    private static readonly string s_secret = SigningSecret.New();
    private static readonly string s_previous = SigningSecret.New();
    private static readonly byte[] s_body = """{"type":"message.received"}"""u8.ToArray();

    [Fact]
    public async Task A_delivery_carries_a_signature_by_each_valid_secret()
    {
        await using var receiver = await BotServer.AnsweringAsync("anything");

        var result = await PostAsync(receiver.Port);

        Assert.Equal(new PostResult(200, null), result);
        var request = Assert.Single(receiver.Requests);
        Assert.Equal(s_body, request.Body);
        var expected = new[] { s_secret, s_previous }.Select(secret => "v1," + Convert.ToBase64String(HMACSHA256.HashData(
            Convert.FromBase64String(secret["whsec_".Length..]), Encoding.UTF8.GetBytes($"{request.Id}.{request.Timestamp}.{Encoding.UTF8.GetString(s_body)}"))));
        Assert.Equal(string.Join(' ', expected), request.Signature);
        Assert.Equal("evt_0-1", request.Id);
    }

    [Fact]
    public async Task Redirects_are_failures_and_Retry_After_is_read()
    {
        await using var receiver = await BotServer.StartAsync(context =>
        {
            context.Response.StatusCode = 307;
            context.Response.Headers.Location = "/elsewhere";
            context.Response.Headers.RetryAfter = "120";
            return Task.CompletedTask;
        });

        var result = await PostAsync(receiver.Port);

        Assert.Equal((307, false, TimeSpan.FromMinutes(2)), (result.StatusCode, result.IsSuccess, result.RetryAfter));
        Assert.Single(receiver.Requests);
    }

    [Fact]
    public async Task An_address_that_nobody_allowed_is_not_connected_to()
    {
        await using var receiver = await BotServer.AnsweringAsync("anything");

        var result = await PostAsync(receiver.Port, allowed: false);

        Assert.Equal(GuardedConnection.Refusal, result.Error);
        Assert.Empty(receiver.Requests);
    }

    [Fact]
    public async Task A_receiver_that_takes_no_connection_has_failed()
    {
        using var handler = new SocketsHttpHandler
        {
            ConnectTimeout = TimeSpan.FromMilliseconds(1),
            ConnectCallback = async (_, cancellationToken) =>
            {
                await Task.Delay(Timeout.Infinite, cancellationToken);
                throw new InvalidOperationException("It is never connected.");
            },
        };
        using var http = new HttpClient(handler);

        var result = await new EventPoster(http, TimeProvider.System).PostAsync(
            new Uri("http://127.0.0.1/hook"), [s_secret], "evt_0-1", s_body, TestContext.Current.CancellationToken);

        Assert.False(result.IsSuccess);
        Assert.Null(result.StatusCode);
    }

    private static async Task<PostResult> PostAsync(int port, bool allowed = true)
    {
        var options = new OutboundOptions();
        if (allowed)
        {
            options.AllowedPrivateAddresses.Add($"127.0.0.1:{port}");
        }

        using var handler = new GuardedConnection(Options.Create(options)).CreateHandler();
        using var http = new HttpClient(handler);
        return await new EventPoster(http, TimeProvider.System).PostAsync(
            new Uri($"http://127.0.0.1:{port}/hook"), [s_secret, s_previous], "evt_0-1", s_body, TestContext.Current.CancellationToken);
    }
}
