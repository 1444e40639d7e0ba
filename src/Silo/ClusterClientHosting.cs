using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Mogambo.Storage.Clustering;
using Orleans.Configuration;

namespace Mogambo.Silo;

/// <summary>Makes a host a client of the cluster: a gateway without grains of its own.</summary>
public static class ClusterClientHosting
{
    private static readonly TimeSpan s_retry = TimeSpan.FromSeconds(1);

    /// <summary>Adds the client. Storage must be registered before it: the silos' addresses are read from there.</summary>
    public static TBuilder AddMogamboClusterClient<TBuilder>(this TBuilder builder)
        where TBuilder : IHostApplicationBuilder
    {
        var cluster = builder.AddClusterOptions();
        builder.Services.AddSingleton<ClusterDatabase>();
        builder.Services.AddSingleton<ClusterConnection>();
        builder.UseOrleansClient(client =>
        {
            client.Configure<Orleans.Configuration.ClusterOptions>(options => (options.ClusterId, options.ServiceId) = (cluster.ClusterId, cluster.ServiceId));
            client.UseAdoNetClustering(options => options.Configure<ClusterDatabase>((clustering, database) =>
                (clustering.Invariant, clustering.DataSource) = (ClusterDatabase.Invariant, database.DataSource)));
            client.Configure<GatewayOptions>(options => options.GatewayListRefreshPeriod = TimeSpan.FromSeconds(5));
            client.AddGatewayCountChangedHandler(services => services.GetRequiredService<ClusterConnection>().OnCountChanged);

            // The gateway may be there first: it waits for the silos.
            client.UseConnectionRetryFilter(async (_, cancellationToken) =>
            {
                await Task.Delay(s_retry, cancellationToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
                return !cancellationToken.IsCancellationRequested;
            });
        });
        builder.Services.AddHostedService<Reconnection>();
        return builder;
    }
}
