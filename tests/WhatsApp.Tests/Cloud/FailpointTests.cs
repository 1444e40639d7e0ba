using Mogambo.Messages;

namespace Mogambo.WhatsApp.Tests.Cloud;

[CollectionDefinition(nameof(FailpointTests), DisableParallelization = true)]
public sealed class RunAlone;

/// <summary>Failpoints are of the whole process, so these run alone.</summary>
[Collection(nameof(FailpointTests))]
public sealed class FailpointTests : IDisposable
{
    public void Dispose() => Failpoint.Disable();

    [Theory]
    [InlineData("send.mid_write=throw", 0)]
    [InlineData("send.after_response=throw", 1)]
    public async Task A_fault_once_the_content_began_to_go_out_is_unknown(string plan, int requests)
    {
        await using var server = new RawServer(exchange => exchange.RespondAsync(200, CloudSetup.Taken));
        Failpoint.Enable(plan);

        var outcome = await CloudSetup.Client().SendAsync(server.Url);

        Assert.IsType<SendOutcome.Unknown>(outcome);
        Assert.Equal(requests, server.Requests.Count);
    }
}
