namespace Mogambo.Silo;

/// <summary>How silos find each other.</summary>
public enum ClusterMode
{
    /// <summary>One process, alone.</summary>
    Localhost,
}
