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

    /// <summary>What never came to rest: nothing, or the run does not count.</summary>
    public required IReadOnlyList<string> Left { get; init; }

    /// <summary>How long who wrote in the ten seconds after a kill waited for the answer; sorted.</summary>
    public required IReadOnlyList<TimeSpan> AfterKills { get; init; }

    /// <summary>The same, of who wrote in the ten seconds after a process was stopped.</summary>
    public required IReadOnlyList<TimeSpan> AfterFreezes { get; init; }

    /// <summary>From a stop until the others took the process for dead.</summary>
    public required IReadOnlyList<TimeSpan> GivenUp { get; init; }

    /// <summary>What processes ended with that were told to stop.</summary>
    public required IReadOnlyList<int> ExitCodes { get; init; }

    /// <summary>From the database's return until every process was ready again.</summary>
    public required IReadOnlyList<TimeSpan> DatabaseRecoveries { get; init; }

    public required int Samples { get; init; }

    /// <summary>When rows that anybody may take were older than a minute.</summary>
    public required IReadOnlyList<string> Stranded { get; init; }

    /// <summary>Requests to the API that needed a second try, and those that needed a third.</summary>
    public required int ApiRepeated { get; init; }

    public required int ApiRepeatedTwice { get; init; }

    public TimeSpan AfterKillP99 => Recovery.Percentile(AfterKills, 0.99);

    /// <summary>Why the run proves too little: what it should have done to the product and did not.</summary>
    public IReadOnlyList<string> Missing =>
    [
        .. ExitCodes.Where(code => code != 0).Select(code => $"a process that was told to stop ended with {code}"),
        .. Left.Select(left => $"not drained: {left}"),
        .. Report.Relations.Where(relation => relation.Checked == 0).Select(relation => $"nothing to check of {relation.Name}"),
        .. TooFew("messages of users", Checked("inbound"), Options.Inbound),
        .. TooFew("sends taken by the API", Checked("api"), Options.Sends * 9 / 10),
        .. TooFew("ambiguous sends", Report.AmbiguousInjected, Options.Sends / 200),
        .. TooFew("answers after a kill", AfterKills.Count, Options.Kills),
        .. TooFew("zombies that were given up", GivenUp.Count, Options.Zombies),
        .. TooFew("looks at a healthy cluster", Samples, StrandedSampler.Enough),
    ];

    public bool IsGood => Report.IsGood && Missing.Count == 0 && Stranded.Count == 0 && AfterKillP99 <= TimeSpan.FromSeconds(30);

    public override string ToString()
    {
        var text = new StringBuilder();
        text.AppendLine(Report.ToString());
        text.AppendLine(CultureInfo.InvariantCulture, $"duration {Duration.TotalSeconds:0} s, drained in {Drain.TotalSeconds:0} s");
        text.AppendLine($"answers to what was written within 10 s of a kill {Waits(AfterKills)}");
        text.AppendLine($"answers to what was written within 10 s of a stop {Waits(AfterFreezes)}");
        text.AppendLine($"stopped processes were given up after {string.Join(", ", GivenUp.Select(took => string.Create(CultureInfo.InvariantCulture, $"{took.TotalSeconds:0.0} s")))}");
        text.AppendLine(CultureInfo.InvariantCulture, $"ready again after the database's return: {string.Join(", ", DatabaseRecoveries.Select(took => $"{took.TotalSeconds:0.0} s"))}");
        text.AppendLine(CultureInfo.InvariantCulture, $"claimable rows older than 60 s while healthy: {Stranded.Count} of {Samples} samples {string.Join(", ", Stranded)}");
        text.AppendLine(CultureInfo.InvariantCulture, $"requests to the API that were repeated: {ApiRepeated}, more than once: {ApiRepeatedTwice}");
        foreach (var missing in Missing)
        {
            text.AppendLine(missing);
        }

        text.AppendLine().AppendLine(RunTable.Of(this));

        return text.Append(CultureInfo.InvariantCulture, $"seed {Options.Seed}: {(IsGood ? "good" : "NOT GOOD")}").ToString();
    }

    private int Checked(string relation) => Report.Relations.Single(found => found.Name == relation).Checked;

    private static IEnumerable<string> TooFew(string what, int count, int least) =>
        count < least ? [string.Create(CultureInfo.InvariantCulture, $"too few {what}: {count}, at least {least}")] : [];

    private static string Waits(IReadOnlyList<TimeSpan> sorted) => string.Create(
        CultureInfo.InvariantCulture,
        $"({sorted.Count}): p50 {Seconds(sorted, 0.5):0.00} s, p90 {Seconds(sorted, 0.9):0.00} s, p99 {Seconds(sorted, 0.99):0.00} s, longest {Seconds(sorted, 1):0.00} s");

    private static double Seconds(IReadOnlyList<TimeSpan> sorted, double share) => Recovery.Percentile(sorted, share).TotalSeconds;
}
