using Mogambo.PostgresServer;

namespace Mogambo.Faults.Scenarios;

/// <summary>One process that is all, on a PostgreSQL server of its own with 60 connections.</summary>
public sealed class AllInOne : IAsyncLifetime
{
    public FaultyCluster Cluster { get; private set; } = null!;

    public async ValueTask InitializeAsync() =>
        Cluster = await FaultyCluster.StartAsync(postgres: await PostgresTestServer.StartNewAsync(ownServer: true, settings: "-c max_connections=60"));

    public ValueTask DisposeAsync() => Cluster.DisposeAsync();
}
