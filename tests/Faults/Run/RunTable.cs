using System.Globalization;
using System.Text;
using Mogambo.Faults.Checking;

namespace Mogambo.Faults.Run;

/// <summary>A run's figures beside what they must be, as a table of Markdown.</summary>
internal static class RunTable
{
    public static string Of(RunResult run)
    {
        var text = new StringBuilder("| figure | goal | measured |\n|---|---|---|\n");
        foreach (var (figure, goal, measured) in Rows(run))
        {
            text.Append(CultureInfo.InvariantCulture, $"| {figure} | {goal} | {measured} |\n");
        }

        return text.ToString();
    }

    private static IEnumerable<(string Figure, string Goal, string Measured)> Rows(RunResult run)
    {
        var report = run.Report;
        Relation Named(string name) => report.Relations.Single(relation => relation.Name == name);
        string CountOf(string name, Flaw flaw) => Text($"{Named(name).Count(flaw)} of {Named(name).Checked}");
        string FlawsOf(string name) => Text($"{Named(name).Offences.Count} of {Named(name).Checked}");

        yield return ("messages of users acknowledged and not stored", "0", CountOf("inbound", Flaw.Lost));
        yield return ("statuses acknowledged and not stored", "0", CountOf("statuses", Flaw.Lost));
        yield return ("stored and never posted", "0", CountOf("inbound", Flaw.Unexpected));
        yield return ("stored twice", "0", CountOf("inbound", Flaw.Doubled));
        yield return ("messages of users without an outcome", "0", FlawsOf("outcomes"));
        yield return ("calls to bots missing, or repeated without a reason", "0", FlawsOf("bot calls"));
        yield return ("messages sent twice, or to somebody else", "0", Text($"{Named("sends").Count(Flaw.Doubled)} and {report.Misdirected} of {Named("sends").Checked}"));
        yield return ("sends whose outcome nobody could know: reported, settled", "all", Text($"{report.AmbiguousReported} and {report.AmbiguousSettled} of {report.AmbiguousInjected}"));
        yield return ("messages that stand unknown without a cause", "0", Text($"{report.UnexplainedUnknown}"));
        yield return ("messages that end without a state", "0", FlawsOf("states"));
        yield return ("calls and sends in the wrong order", "0", Text($"{report.Inversions} of {Named("order of calls").Checked + Named("order of sends").Checked}"));
        yield return ("sends taken by the API: lost, or two for one key", "0", FlawsOf("api"));
        yield return ("sends after an opt-out", "0", FlawsOf("opt-outs"));
        yield return ("free-form sends outside the window", "0", FlawsOf("windows"));
        yield return ("events not recorded", "0", FlawsOf("events"));
        yield return ("events not delivered, or with a wrong signature", "0", FlawsOf("callbacks"));
        yield return ("claimable rows older than 60 s while healthy", "0", Text($"{run.Stranded.Count} of {run.Samples} looks"));
        yield return ("from a kill to the answer", "p99 ≤ 30 s", Waits(run.AfterKills));
        yield return ("from a stop of 40 s to the answer", "", Waits(run.AfterFreezes));
        yield return ("a process that stands still is given up after", "", Longest(run.GivenUp));
        yield return ("every process ready after the database's return", "≤ 10 s", Longest(run.DatabaseRecoveries));
        yield return ("drained after the last fault", "≤ 120 s", Text($"{run.Drain.TotalSeconds:0} s"));
    }

    private static string Text(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);

    private static string Waits(IReadOnlyList<TimeSpan> sorted) =>
        Text($"p50 {Recovery.Percentile(sorted, 0.5).TotalSeconds:0.0} s, p99 {Recovery.Percentile(sorted, 0.99).TotalSeconds:0.0} s ({sorted.Count} answers)");

    private static string Longest(IReadOnlyList<TimeSpan> times) =>
        times.Count == 0 ? "not done" : Text($"{times.Max().TotalSeconds:0.0} s at most ({times.Count} times)");
}
