using Mogambo.Bench.Instance;

namespace Mogambo.Bench.Scenarios;

/// <summary>What one run of one subject showed.</summary>
internal sealed record Measurement
{
    public required string Scenario { get; init; }

    public required string Subject { get; init; }

    public required string Unit { get; init; }

    public required int Repetition { get; init; }

    /// <summary>Units a second until the last of them was done: the load and the time to drain it.</summary>
    public required double PerSecond { get; init; }

    /// <summary>Answers 2xx a second during the load.</summary>
    public required double AcceptedPerSecond { get; init; }

    /// <summary>Milliseconds to the answer.</summary>
    public required double P50 { get; init; }

    public required double P99 { get; init; }

    public required double P999 { get; init; }

    public required long Refused { get; init; }

    /// <summary>Of the accepted, those that waited longer.</summary>
    public required long Over1Second { get; init; }

    /// <summary>Processor time a unit in microseconds, by process.</summary>
    public required IReadOnlyDictionary<string, double> Cpu { get; init; }

    public double? WalPerUnit { get; init; }

    public double? CommitsPerUnit { get; init; }

    /// <summary>Bytes of the managed heap.</summary>
    public double AllocatedPerUnit { get; init; }

    public required double ResidentMegabytes { get; init; }

    public required IReadOnlyList<LatencyPoint> Latency { get; init; }

    public required InstanceStats Instance { get; init; }

    /// <summary>What was lost, doubled or went astray; empty if all is well.</summary>
    public required IReadOnlyList<string> Violations { get; init; }
}

/// <summary>So many percent of the answers came within so many milliseconds.</summary>
internal sealed record LatencyPoint(double Percent, double Milliseconds);
