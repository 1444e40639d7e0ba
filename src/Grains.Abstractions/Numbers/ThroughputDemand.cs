namespace Mogambo.Numbers;

/// <summary>What a process asks of a number's throughput.</summary>
/// <param name="Process">This run of the process.</param>
/// <param name="MessagesPerSecond">What it could use now.</param>
/// <param name="Holding">The <see cref="ThroughputLease.Id"/> it got last, 0 if none: older ones it uses no longer.</param>
[GenerateSerializer, Immutable, Alias("mogambo.throughput-demand")]
public readonly record struct ThroughputDemand(
    [property: Id(0)] Guid Process,
    [property: Id(1)] double MessagesPerSecond,
    [property: Id(2)] long Holding);
