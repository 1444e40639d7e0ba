using Microsoft.Extensions.Hosting;

namespace Mogambo.Silo;

/// <summary>
/// Looks for a silo while there is none. Orleans' client connects when it has something to say, and a gateway that is not ready has nothing to
/// say: silos that come back would find it waiting.
/// </summary>
internal sealed class Reconnection(IClusterClient client, ClusterConnection connection, TimeProvider time) : BackgroundService
{
    private static readonly TimeSpan s_every = TimeSpan.FromSeconds(1);

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(s_every, time);
        while (await timer.WaitForNextTickAsync(stoppingToken))
        {
            if (connection.Silos == 0)
            {
                Task call = client.GetGrain<IManagementGrain>(0).GetHosts(onlyActive: true, stoppingToken);
                await call.WaitAsync(s_every, time, stoppingToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            }
        }
    }
}
