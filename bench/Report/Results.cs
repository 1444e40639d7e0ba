using Mogambo.Bench.Machine;
using Mogambo.Bench.Scenarios;

namespace Mogambo.Bench.Report;

/// <summary>All that a run showed.</summary>
internal sealed record Results
{
    public required Surroundings Surroundings { get; init; }

    public List<Measurement> Measured { get; } = [];

    public List<Finding> Found { get; } = [];
}
