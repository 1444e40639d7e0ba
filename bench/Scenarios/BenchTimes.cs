namespace Mogambo.Bench.Scenarios;

/// <summary>How long and how often.</summary>
internal sealed record BenchTimes(TimeSpan WarmUp, TimeSpan Load, int Repeat, TimeSpan Soak)
{
    /// <summary>Whether to show what statements cost.</summary>
    public bool ShowsStatements { get; init; }
}
