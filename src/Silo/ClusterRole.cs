namespace Mogambo.Silo;

/// <summary>What a process is in its cluster.</summary>
public enum ClusterRole
{
    /// <summary>Gateway and silo in one: a call to a grain that lives here stays in memory.</summary>
    All,

    /// <summary>Runs grains; over HTTP it serves health and metrics only.</summary>
    Silo,

    /// <summary>Serves HTTP and calls the grains of the silos. Needs <see cref="ClusterMode.AdoNet"/>.</summary>
    Gateway,
}
