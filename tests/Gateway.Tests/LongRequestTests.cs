using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Time.Testing;
using Mogambo.Gateway.Tests.TestKit;

namespace Mogambo.Gateway.Tests;

/// <summary>A stop does not wait for an upload that takes minutes.</summary>
public sealed class LongRequestTests
{
    [Fact]
    public async Task A_request_that_may_take_minutes_is_aborted_ten_seconds_after_the_process_was_told_to_stop()
    {
        var time = new FakeTimeProvider(TimeProvider.System.GetUtcNow());
        var (started, aborted) = (new TaskCompletionSource(), new TaskCompletionSource());
        await using var host = await GatewayHost.StartAsync(
            configure: services => services.AddSingleton<TimeProvider>(time),
            map: app => app.MapGet("/long", async Task<IResult> (HttpContext http) =>
            {
                http.RequestAborted.Register(aborted.SetResult);
                started.SetResult();
                await aborted.Task;
                return TypedResults.Ok();
            }).EndsWithTheProcess().AllowAnonymous());
        var request = host.Http.GetAsync("/long", TestContext.Current.CancellationToken);
        await started.Task;

        host.Service<IHostApplicationLifetime>().StopApplication();
        time.Advance(TimeSpan.FromSeconds(9.9));
        Assert.False(aborted.Task.IsCompleted);
        time.Advance(TimeSpan.FromSeconds(0.2));

        await aborted.Task;
        await Assert.ThrowsAsync<HttpRequestException>(() => request);
    }
}
