namespace Mogambo.Numbers;

/// <summary>A share of a number's throughput.</summary>
/// <param name="Id">Later leases have larger ones; 0: nothing can be granted yet, and what the process holds stays as it is.</param>
/// <param name="MessagesPerSecond">0: others may still be using all of it.</param>
/// <param name="Length">How long it holds, from the moment the process asked; it replaces the one before at once.</param>
/// <param name="AskAgainAfter">When to ask for the next, from the moment it comes.</param>
[GenerateSerializer, Immutable, Alias("mogambo.throughput-lease")]
public readonly record struct ThroughputLease(
    [property: Id(0)] long Id,
    [property: Id(1)] double MessagesPerSecond,
    [property: Id(2)] TimeSpan Length,
    [property: Id(3)] TimeSpan AskAgainAfter);
