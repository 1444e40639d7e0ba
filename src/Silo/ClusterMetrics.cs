using System.Diagnostics.Metrics;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;

namespace Mogambo.Silo;

/// <summary>Who is in the cluster, as this process sees it, meter <c>Mogambo.Cluster</c>: a silo its members, a gateway of its own the silos it is connected to.</summary>
internal sealed class ClusterMetrics : IHostedService, IDisposable
{
    public const string MeterName = "Mogambo.Cluster";

    private readonly Meter _meter;

    public ClusterMetrics(IServiceProvider services, IMeterFactory meters)
    {
        _meter = meters.Create(MeterName);
        var members = services.GetService<ISiloStatusOracle>();
        var connection = services.GetService<ClusterConnection>();
        _meter.CreateObservableGauge(
            "mogambo.cluster.members",
            () => members is null
                ? new Measurement<int>(connection?.Silos ?? 0, new KeyValuePair<string, object?>("role", "gateway"))
                : new Measurement<int>(members.GetApproximateSiloStatuses(onlyActive: true).Count, new KeyValuePair<string, object?>("role", "silo")),
            description: "Active silos as this process sees them");
    }

    public Task StartAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public void Dispose() => _meter.Dispose();
}
