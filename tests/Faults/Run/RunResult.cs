using System.Globalization;
using System.Text;
using Mogambo.Faults.Checking;

namespace Mogambo.Faults.Run;

/// <summary>What a run showed.</summary>
public sealed record RunResult
{
    public required RunOptions Options { get; init; }

    public required Report Report { get; init; }

    public required TimeSpan Duration { get; init; }

    /// <summary>From the last fault or message to rest.</summary>
    public required TimeSpan Drain { get; init; }

    /// <summary>How long who wrote in the ten seconds after a kill waited for the answer; sorted.</summary>
    public required IReadOnlyList<TimeSpan> AfterKills { get; init; }

    /// <summary>From the database's return until every process was ready again.</summary>
    public required IReadOnlyList<TimeSpan> DatabaseRecoveries { get; init; }

    public required int Samples { get; init; }

    /// <summary>When rows that anybody may take were older than a minute.</summary>
    public required IReadOnlyList<string> Stranded { get; init; }

    /// <summary>Requests to the API that needed a second try, and those that needed a third.</summary>
    public required int ApiRepeated { get; init; }

    public required int ApiRepeatedTwice { get; init; }

    public TimeSpan AfterKillP99 => Recovery.Percentile(AfterKills, 0.99);

    public bool IsGood => Report.IsGood && Stranded.Count == 0 && AfterKillP99 <= TimeSpan.FromSeconds(30);

    public override string ToString()
    {
        var text = new StringBuilder();
        text.AppendLine(Report.ToString());
        text.AppendLine(CultureInfo.InvariantCulture, $"duration {Duration.TotalSeconds:0} s, drained in {Drain.TotalSeconds:0} s");
        text.AppendLine(CultureInfo.InvariantCulture, $"answers to what was written within 10 s of a kill ({AfterKills.Count}): p50 {Seconds(0.5)}, p90 {Seconds(0.9)}, p99 {Seconds(0.99)}, longest {Seconds(1)}");
        text.AppendLine(CultureInfo.InvariantCulture, $"ready again after the database's return: {string.Join(", ", DatabaseRecoveries.Select(took => $"{took.TotalSeconds:0.0} s"))}");
        text.AppendLine(CultureInfo.InvariantCulture, $"claimable rows older than 60 s while healthy: {Stranded.Count} of {Samples} samples {string.Join(", ", Stranded)}");
        text.AppendLine(CultureInfo.InvariantCulture, $"requests to the API that were repeated: {ApiRepeated}, more than once: {ApiRepeatedTwice}");
        return text.Append(CultureInfo.InvariantCulture, $"seed {Options.Seed}: {(IsGood ? "good" : "NOT GOOD")}").ToString();
    }

    private string Seconds(double share) => string.Create(CultureInfo.InvariantCulture, $"{Recovery.Percentile(AfterKills, share).TotalSeconds:0.00} s");
}
