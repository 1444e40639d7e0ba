using System.ComponentModel.DataAnnotations;
using Microsoft.Extensions.Options;

namespace Mogambo.Silo;

/// <summary>How this process is a silo. Bound from <c>Mogambo:Cluster</c>.</summary>
public sealed class ClusterOptions
{
    public const string Section = "Mogambo:Cluster";

    public ClusterMode Mode { get; set; } = ClusterMode.Localhost;

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
}

[OptionsValidator]
internal sealed partial class ClusterOptionsValidator : IValidateOptions<ClusterOptions>;
