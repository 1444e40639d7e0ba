using Microsoft.Extensions.Time.Testing;
using Mogambo.Messages;

namespace Mogambo.WhatsApp.Tests.Cloud;

/// <summary>Once the content began to go out, nobody knows, and nobody sends it again.</summary>
public sealed class BrokenConnectionTests
{
    [Fact]
    public async Task A_reused_connection_that_closes_after_the_request_is_unknown_and_not_repeated()
    {
        await using var server = new RawServer(
            exchange => exchange.RespondAsync(200, CloudSetup.Taken),
            exchange => Do(exchange.Close),
            exchange => exchange.RespondAsync(200, CloudSetup.Taken));
        var client = CloudSetup.Client();

        Assert.IsType<SendOutcome.Accepted>(await client.SendAsync(server.Url));
        Assert.IsType<SendOutcome.Unknown>(await client.SendAsync(server.Url));

        Assert.Equal(2, server.Requests.Count);
        Assert.Equal(1, server.Connections);
    }

    [Fact]
    public async Task A_reset_after_the_request_is_unknown_and_not_repeated()
    {
        await using var server = new RawServer(
            exchange => exchange.RespondAsync(200, CloudSetup.Taken),
            exchange => Do(exchange.Reset),
            exchange => exchange.RespondAsync(200, CloudSetup.Taken));
        var client = CloudSetup.Client();

        Assert.IsType<SendOutcome.Accepted>(await client.SendAsync(server.Url));
        Assert.IsType<SendOutcome.Unknown>(await client.SendAsync(server.Url));

        Assert.Equal(2, server.Requests.Count);
    }

    [Fact]
    public async Task A_connection_that_closed_while_idle_costs_nothing()
    {
        await using var server = new RawServer(
            exchange => Do(() => exchange.RespondAsync(200, CloudSetup.Taken, "Connection: close\r\n"), exchange.Close),
            exchange => exchange.RespondAsync(200, CloudSetup.Taken));
        var client = CloudSetup.Client();

        Assert.IsType<SendOutcome.Accepted>(await client.SendAsync(server.Url));
        Assert.IsType<SendOutcome.Accepted>(await client.SendAsync(server.Url));

        Assert.Equal(2, server.Requests.Count);
    }

    [Theory]
    [InlineData("HTTP/1.1 200 OK\r\nContent-Le")]
    [InlineData("HTTP/1.1 200 OK\r\nContent-Length: 500\r\n\r\n{\"messages\":[{\"id\":\"wamid")]
    [InlineData("SMTP ready\r\n\r\n")]
    public async Task An_answer_that_breaks_off_is_unknown(string answer)
    {
        await using var server = new RawServer(exchange => Do(() => exchange.WriteAsync(answer), exchange.Close));

        Assert.IsType<SendOutcome.Unknown>(await CloudSetup.Client().SendAsync(server.Url));
        Assert.Single(server.Requests);
    }

    [Fact]
    public async Task No_answer_within_the_deadline_is_unknown()
    {
        var time = new FakeTimeProvider();
        await using var server = new RawServer(exchange =>
        {
            time.Advance(IWhatsAppClient.SendDeadline);
            return Task.Delay(Timeout.Infinite, exchange.Stop);
        });

        var outcome = await CloudSetup.Client(time).SendAsync(server.Url);

        Assert.Equal(new SendOutcome.Unknown("no answer in time"), outcome);
    }

    [Fact]
    public async Task An_answer_that_trickles_is_unknown_at_the_deadline()
    {
        var time = new FakeTimeProvider();
        await using var server = new RawServer(async exchange =>
        {
            await exchange.WriteAsync("HTTP/1.1 200 OK\r\nContent-Length: 60000\r\n\r\n");
            for (var second = 0; second < 15; second++)
            {
                await exchange.WriteAsync("{");
                time.Advance(TimeSpan.FromSeconds(1));
            }

            await Task.Delay(Timeout.Infinite, exchange.Stop);
        });

        var outcome = await CloudSetup.Client(time).SendAsync(server.Url);

        Assert.Equal(new SendOutcome.Unknown("no answer in time"), outcome);
    }

    [Fact]
    public async Task Canceling_after_the_request_is_unknown()
    {
        using var canceled = new CancellationTokenSource();
        await using var server = new RawServer(async exchange =>
        {
            await canceled.CancelAsync();
            await Task.Delay(Timeout.Infinite, exchange.Stop);
        });

        var outcome = await CloudSetup.Client().SendAsync(server.Url, canceled.Token);

        Assert.IsType<SendOutcome.Unknown>(outcome);
    }

    private static Task Do(Action act)
    {
        act();
        return Task.CompletedTask;
    }

    private static async Task Do(Func<Task> first, Action then)
    {
        await first();
        then();
    }
}
