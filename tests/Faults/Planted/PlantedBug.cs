using Mogambo.Faults.Scenarios;
using Mogambo.Simulator;

namespace Mogambo.Faults.Planted;

/// <summary>A defect of the product that can be switched on in tests, and a short run aimed at it, which must be green without it.</summary>
internal sealed record PlantedBug
{
    /// <summary>The product's switch (<c>bug.…</c>).</summary>
    public required string Switch { get; init; }

    public required string What { get; init; }

    /// <summary>The checker's rules of which at least one must be broken while it is on.</summary>
    public required IReadOnlyList<string> Rules { get; init; }

    /// <summary>Failpoints of the gateway in both runs, such as one that makes a moment longer.</summary>
    public string? Failpoints { get; init; }

    /// <summary>Failpoints of the first silo in both runs.</summary>
    public string? SiloFailpoints { get; init; }

    /// <summary>0: one process that is all.</summary>
    public int Silos { get; init; }

    public IReadOnlyDictionary<string, string> Settings { get; init; } = new Dictionary<string, string>();

    public Action<SimulatorOptions>? Simulator { get; init; }

    /// <summary>Done to the database while the defect is on: what the product's own defences must not save.</summary>
    public string? Sql { get; init; }

    /// <summary>Load and fault.</summary>
    public required Func<FaultyCluster, Business, Task> RunAsync { get; init; }
}
