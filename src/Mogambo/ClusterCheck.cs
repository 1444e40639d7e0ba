using Mogambo.Gateway.Health;
using Mogambo.Silo;

namespace Mogambo.App;

/// <summary>A silo is a member of its cluster; a gateway of its own is connected to a silo.</summary>
internal sealed class ClusterCheck(IServiceProvider services) : IReadinessCheck
{
    private readonly ISiloStatusOracle? _membership = services.GetService<ISiloStatusOracle>();
    private readonly ClusterConnection? _connection = services.GetService<ClusterConnection>();

    public string Name => "cluster";

    public Task<bool> IsReadyAsync(CancellationToken cancellationToken) =>
        Task.FromResult(_membership is { } membership ? membership.CurrentStatus == SiloStatus.Active : _connection is { Silos: > 0 });
}
