using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Options;
using Mogambo.Storage.Clustering;
using Mogambo.WhatsApp.Pricing;
using Orleans.Configuration;

namespace Mogambo.Silo;

/// <summary>Makes a host a silo: it runs the grains.</summary>
public static class SiloHosting
{
    /// <summary>
    /// Adds a silo with all of Mogambo's grains. Storage, accounts and the clients of WhatsApp's instances must be registered too; storage
    /// before this, so that it is there when the silo starts.
    /// </summary>
    public static TBuilder AddMogamboSilo<TBuilder>(this TBuilder builder)
        where TBuilder : IHostApplicationBuilder
    {
        var cluster = builder.AddClusterOptions();
        if (cluster.Mode == ClusterMode.AdoNet)
        {
            builder.Services.AddSingleton<ClusterDatabase>();
        }

        builder.Services.AddHostedService<AddressCheck>();
        builder.UseOrleans(silo =>
        {
            if (cluster.Mode == ClusterMode.AdoNet)
            {
                silo.UseSharedDatabase(cluster);
            }
            else
            {
                silo.UseLocalhostClustering(cluster.SiloPort, cluster.GatewayPort, serviceId: cluster.ServiceId, clusterId: cluster.ClusterId);
            }

            // The default directory forgets conversations whose registrations lived on a silo that left; the distributed one does not.
#pragma warning disable ORLEANSEXP003 // still marked experimental in 10.4; chosen for every release from the first (docs/adr/0003)
            silo.AddDistributedGrainDirectory();
#pragma warning restore ORLEANSEXP003

            // Nor need its registrations rest after a crash until no activation can be left: the store tells a second one by its version.
            silo.Configure<GrainDirectoryOptions>(options => options.RangeLeaseDuration = TimeSpan.Zero);

            silo.AddMogamboGrainState();

            silo.Configure<GrainCollectionOptions>(options => options.CollectionAge = TimeSpan.FromMinutes(10));

            // A user cannot make a queue of this length; a hanging store can, and must not fill the heap with it.
            // Looking through all activations for slow requests every five seconds took 2 % of a processor for 100,000 of them; no caller waits so long.
            silo.Configure<SiloMessagingOptions>(options =>
                (options.MaxEnqueuedRequestsHardLimit, options.GrainWorkloadAnalysisPeriod) = (1_000, TimeSpan.FromMinutes(1)));

            // The first turns of a process compile what they call: on a busy small machine that is seconds, and nothing to warn of.
            silo.Configure<SchedulingOptions>(options => options.TurnWarningLengthThreshold = TimeSpan.FromSeconds(5));
        });

        if (cluster.Mode == ClusterMode.AdoNet)
        {
            // After the silo itself: its table of members is open then.
            builder.Services.AddHostedService<SilentSilos>();
        }

        builder.Services.AddRateCard(builder.Configuration);
        builder.Services.AddMogamboGrains();
        return builder;
    }

    /// <summary>This process's settings of the cluster, checked when the host starts.</summary>
    internal static ClusterOptions AddClusterOptions(this IHostApplicationBuilder builder)
    {
        builder.Services.AddOptions<ClusterOptions>().BindConfiguration(ClusterOptions.Section).ValidateOnStart();
        builder.Services.AddSingleton<IValidateOptions<ClusterOptions>, ClusterOptionsValidator>();
        builder.Services.AddHostedService<ClusterMetrics>();
        builder.Services.PassGrainErrors();
        return builder.Configuration.GetSection(ClusterOptions.Section).Get<ClusterOptions>() ?? new();
    }
}
