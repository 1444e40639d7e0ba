using System.Globalization;
using System.Text;
using Mogambo.Bench.Scenarios;

namespace Mogambo.Bench.Report;

/// <summary>The results as Markdown: medians with their spread, and the product as a ratio to each baseline of the same repetition.</summary>
internal static class Table
{
    public static string Line(Measurement m)
    {
        var cpu = string.Join(' ', m.Cpu.Select(use => string.Create(CultureInfo.InvariantCulture, $"{use.Key} {use.Value:0}")));
        var wrong = m.Violations.Count == 0 ? "" : " !! " + string.Join(", ", m.Violations);
        return string.Create(CultureInfo.InvariantCulture, $"{m.Scenario} {m.Subject} #{m.Repetition}: {m.PerSecond:0} {m.Unit}s/s, p50 {m.P50:0.0} p99 {m.P99:0.0} p99.9 {m.P999:0.0} ms, refused {m.Refused}, CPU µs {cpu}, WAL {m.WalPerUnit:0} B, commits {m.CommitsPerUnit:0.000}, {m.ResidentMegabytes:0} MB{wrong}");
    }

    public static string Of(IReadOnlyList<Measurement> measured)
    {
        var text = new StringBuilder();
        text.AppendLine("| scenario | subject | per second | p50 / p99 / p99.9 ms | CPU µs by process | WAL B | commits | MB | of the baseline | violations |");
        text.AppendLine("|---|---|---|---|---|---|---|---|---|---|");
        foreach (var group in measured.GroupBy(m => (m.Scenario, m.Subject)))
        {
            var runs = group.ToList();
            text.Append(CultureInfo.InvariantCulture, $"| {group.Key.Scenario} | {group.Key.Subject} | {Spread(runs, m => m.PerSecond)} ");
            text.Append(CultureInfo.InvariantCulture, $"| {Median(runs, m => m.P50):0.0} / {Median(runs, m => m.P99):0.0} / {Median(runs, m => m.P999):0.0} ");
            text.Append(CultureInfo.InvariantCulture, $"| {string.Join(", ", runs[0].Cpu.Keys.Select(name => string.Create(CultureInfo.InvariantCulture, $"{name} {Median(runs, m => m.Cpu[name]):0}")))} ");
            text.Append(CultureInfo.InvariantCulture, $"| {Median(runs, m => m.WalPerUnit ?? 0):0} | {Median(runs, m => m.CommitsPerUnit ?? 0):0.000} | {Median(runs, m => m.ResidentMegabytes):0} ");
            text.AppendLine(CultureInfo.InvariantCulture, $"| {Ratios(measured, runs)} | {runs.Sum(m => m.Violations.Count)} |");
        }

        return text.ToString();
    }

    private static string Ratios(IReadOnlyList<Measurement> measured, List<Measurement> runs) => runs[0].Subject != "product"
        ? ""
        : string.Join(", ", measured
            .Where(m => m.Scenario == runs[0].Scenario && m.Subject != "product")
            .GroupBy(m => m.Subject)
            .Select(baseline => string.Create(
                CultureInfo.InvariantCulture,
                $"{Median(runs, m => m.PerSecond / baseline.Single(b => b.Repetition == m.Repetition).PerSecond):0.00} of {baseline.Key}")));

    private static string Spread(List<Measurement> runs, Func<Measurement, double> value) => string.Create(
        CultureInfo.InvariantCulture, $"**{Median(runs, value):0}** [{runs.Min(value):0}–{runs.Max(value):0}]");

    private static double Median(List<Measurement> runs, Func<Measurement, double> value)
    {
        var sorted = runs.Select(value).Order().ToList();
        return (sorted[(sorted.Count - 1) / 2] + sorted[sorted.Count / 2]) / 2;
    }
}
