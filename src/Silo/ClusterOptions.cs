using System.ComponentModel.DataAnnotations;

namespace Mogambo.Silo;

/// <summary>This process's place in the cluster. Bound from <c>Mogambo:Cluster</c>.</summary>
public sealed class ClusterOptions
{
    public const string Section = "Mogambo:Cluster";

    public ClusterMode Mode { get; set; } = ClusterMode.Localhost;

    public ClusterRole Role { get; set; } = ClusterRole.All;

    [Required]
    public string ClusterId { get; set; } = "mogambo";

    /// <summary>Part of every stored key: never changed once there is data.</summary>
    [Required]
    public string ServiceId { get; set; } = "mogambo";

    /// <summary>Silos speak to each other here.</summary>
    [Range(1, 65535)]
    public int SiloPort { get; set; } = 11111;

    /// <summary>Gateways of their own speak to the silo here.</summary>
    [Range(1, 65535)]
    public int GatewayPort { get; set; } = 30000;

    /// <summary>
    /// Where the other processes reach this one, and the only address that it listens on for them unless <see cref="ListenAddress"/> says
    /// otherwise: an IP address or a name of this machine, or <c>auto</c> for the first address of its host name, as in a container.
    /// </summary>
    [Required]
    public string AdvertisedAddress { get; set; } = "127.0.0.1";

    /// <summary>
    /// The IP address that it listens on for the others, where that is not the one they use: behind a forwarded port, or <c>0.0.0.0</c> for
    /// every address of the machine. The ports are the same. Default: <see cref="AdvertisedAddress"/>.
    /// </summary>
    public string? ListenAddress { get; set; }

    /// <summary>
    /// How long a process that was told to stop says "not ready" before it takes no more requests, so that a balancer can turn away first.
    /// From 0 to 10 s, default 0. It is part of the 30 s that a stop may take.
    /// </summary>
    [Range(typeof(TimeSpan), "00:00:00", "00:00:10")]
    public TimeSpan StopDelay { get; set; }
}
