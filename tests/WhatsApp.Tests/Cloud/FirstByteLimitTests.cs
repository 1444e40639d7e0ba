using Microsoft.Extensions.Time.Testing;
using Mogambo.Messages;
using Mogambo.WhatsApp.Cloud;

namespace Mogambo.WhatsApp.Tests.Cloud;

public sealed class FirstByteLimitTests
{
    private static readonly TimeSpan s_limit = TimeSpan.FromSeconds(5);

    [Theory]
    [InlineData(5_000, true)]
    [InlineData(5_001, false)]
    public async Task A_process_that_was_stopped_before_the_first_byte_sends_nothing_late(int stoppedFor, bool isSent)
    {
        await using var server = new RawServer(exchange => exchange.RespondAsync(200, CloudSetup.Taken));
        var time = new FakeTimeProvider();
        using var handler = new Stopped(time, TimeSpan.FromMilliseconds(stoppedFor));
        var client = new CloudApiClient(new(handler), time);

        var outcome = await client.SendAsync(
            CloudSetup.Number(server.Url),
            CloudSetup.Ana,
            CloudSetup.Hello,
            Parsed.Attempt,
            new(time, time.GetTimestamp(), s_limit),
            TestContext.Current.CancellationToken);

        Assert.Equal(isSent ? 1 : 0, server.Requests.Count);
        if (isSent)
        {
            Assert.IsType<SendOutcome.Accepted>(outcome);
        }
        else
        {
            Assert.Equal(SendRemedy.BackOff, Assert.IsType<SendOutcome.NotAccepted>(outcome).Remedy);
        }
    }

    /// <summary>The time that goes by between the client's call and the connection's first byte.</summary>
    private sealed class Stopped(FakeTimeProvider time, TimeSpan length) : DelegatingHandler(new SocketsHttpHandler())
    {
        protected override Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
        {
            time.Advance(length);
            return base.SendAsync(request, cancellationToken);
        }
    }
}
