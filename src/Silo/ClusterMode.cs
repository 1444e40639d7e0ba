namespace Mogambo.Silo;

/// <summary>How silos find each other.</summary>
public enum ClusterMode
{
    /// <summary>One process, alone.</summary>
    Localhost,

    /// <summary>Several processes, which find each other in the PostgreSQL database that they share.</summary>
    AdoNet,
}
