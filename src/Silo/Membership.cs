using System.Net;
using Mogambo.Storage.Clustering;
using Orleans.Configuration;

namespace Mogambo.Silo;

/// <summary>How several silos know of each other, and how soon they notice that one is gone.</summary>
internal static class Membership
{
    public static ISiloBuilder UseSharedDatabase(this ISiloBuilder silo, ClusterOptions cluster)
    {
        var address = AdvertisedAddress.Find(cluster.AdvertisedAddress) ?? IPAddress.Loopback;
        silo.Configure<Orleans.Configuration.ClusterOptions>(options => (options.ClusterId, options.ServiceId) = (cluster.ClusterId, cluster.ServiceId));
        silo.Configure<SiloOptions>(options => options.SiloName = $"{Dns.GetHostName()}:{cluster.SiloPort}");
        var listen = cluster.ListenAddress is { Length: > 0 } other ? IPAddress.Parse(other) : address;
        silo.Configure<EndpointOptions>(options =>
        {
            (options.AdvertisedIPAddress, options.SiloPort, options.GatewayPort) = (address, cluster.SiloPort, cluster.GatewayPort);
            (options.SiloListeningEndpoint, options.GatewayListeningEndpoint) = (new(listen, cluster.SiloPort), new(listen, cluster.GatewayPort));
        });
        silo.UseAdoNetClustering(options => options.Configure<ClusterDatabase>((clustering, database) =>
            (clustering.Invariant, clustering.DataSource) = (ClusterDatabase.Invariant, database.DataSource)));
        return silo.Configure<ClusterMembershipOptions>(Notice);
    }

    /// <summary>
    /// A killed silo's connections break, so its probes fail at once and it is out after about three of them. One that hangs is out when nothing
    /// was heard of it for three of the longest time-outs (Orleans counts no vote before). One that comes back on its old address replaces its
    /// former self without waiting for that.
    /// </summary>
    private static void Notice(ClusterMembershipOptions options)
    {
        options.ProbeTimeout = TimeSpan.FromSeconds(3);
        options.MaxProbeTimeout = TimeSpan.FromSeconds(4);
        options.NumMissedProbesLimit = 3;
        options.TableRefreshTimeout = TimeSpan.FromSeconds(10);

        // Rows of silos that died with the whole cluster are ignored after three of these, wherever the new ones start.
        options.IAmAliveTablePublishTimeout = TimeSpan.FromSeconds(5);

        // A newcomer that the others cannot reach must not throw them out: it says so and ends.
        options.EvictWhenMaxJoinAttemptTimeExceeded = false;
        options.MaxJoinAttemptTime = TimeSpan.FromSeconds(60);
    }
}
