using Microsoft.Extensions.Options;
using Mogambo.Silo;

namespace Mogambo.App;

/// <summary>Keeps serving for a while after "stop", not ready any more, until balancers have turned away (<see cref="ClusterOptions.StopDelay"/>).</summary>
internal sealed class StopDelay(IOptions<ClusterOptions> cluster, TimeProvider time) : IHostedLifecycleService
{
    public Task StartingAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StartAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StartedAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public async Task StoppingAsync(CancellationToken cancellationToken) =>
        await Task.Delay(cluster.Value.StopDelay, time, cancellationToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StoppedAsync(CancellationToken cancellationToken) => Task.CompletedTask;
}
