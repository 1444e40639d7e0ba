using System.Net;
using Microsoft.Extensions.DependencyInjection;
using Mogambo.Gateway.Health;
using Mogambo.Gateway.Tests.TestKit;

namespace Mogambo.Gateway.Tests.Health;

public sealed class HealthTests
{
    [Theory]
    [InlineData("/health/live")]
    [InlineData("/health/ready")]
    public async Task A_process_that_is_well_says_ok_without_a_key(string path)
    {
        await using var host = await GatewayHost.StartAsync();

        using var response = await host.GetAsync(path, key: null);

        Assert.Equal(HttpStatusCode.OK, response.StatusCode);
        Assert.Equal("""{"status":"ok"}""", await response.Content.ReadAsStringAsync(TestContext.Current.CancellationToken));
    }

    [Fact]
    public async Task A_check_that_fails_or_throws_is_named_and_only_readiness_falls()
    {
        await using var host = await GatewayHost.StartAsync(configure: services =>
        {
            services.AddSingleton<IReadinessCheck>(new Check("cluster", () => Task.FromResult(false)));
            services.AddSingleton<IReadinessCheck>(new Check("other", () => throw new InvalidOperationException()));
        });

        using var ready = await host.GetAsync("/health/ready", key: null);
        using var live = await host.GetAsync("/health/live", key: null);

        Assert.Equal(HttpStatusCode.ServiceUnavailable, ready.StatusCode);
        Assert.Equal(
            """{"status":"unavailable","failed":["cluster","other"]}""",
            await ready.Content.ReadAsStringAsync(TestContext.Current.CancellationToken));
        Assert.Equal(HttpStatusCode.OK, live.StatusCode);
    }

    private sealed class Check(string name, Func<Task<bool>> ask) : IReadinessCheck
    {
        public string Name => name;

        public Task<bool> IsReadyAsync(CancellationToken cancellationToken) => ask();
    }
}
