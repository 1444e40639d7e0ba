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
        return string.Create(CultureInfo.InvariantCulture, $"{m.Scenario} {m.Subject} #{m.Repetition}: {m.PerSecond:0} {m.Unit}s/s, p50 {m.P50:0.0} p99 {m.P99:0.0} p99.9 {m.P999:0.0} ms, refused {m.Refused}, CPU µs {cpu}, WAL {m.WalPerUnit:0} B, commits {m.CommitsPerUnit:0.000}, allocated {m.AllocatedPerUnit / 1000:0.0} kB, {m.ResidentMegabytes:0} MB{wrong}");
    }

    public static string Line(Finding finding) => string.Create(CultureInfo.InvariantCulture, $"{finding.Scenario}: {finding.What}: {finding.Value:0.###} {finding.Unit}");

    public static string Of(Results results)
    {
        var text = new StringBuilder().AppendLine(CultureInfo.InvariantCulture, $"{results.Surroundings}").AppendLine();
        if (results.Measured.Count > 0)
        {
            AppendMeasured(text, results.Measured);
        }

        if (results.Found.Count > 0)
        {
            text.AppendLine().AppendLine("| scenario | | figure | goal |").AppendLine("|---|---|---|---|");
            results.Found.ForEach(finding => text.AppendLine(
                CultureInfo.InvariantCulture, $"| {finding.Scenario} | {finding.What} | **{finding.Value:0.###}** {finding.Unit} | {finding.Goal} |"));
        }

        return text.ToString();
    }

    private static void AppendMeasured(StringBuilder text, IReadOnlyList<Measurement> measured)
    {
        text.AppendLine("| scenario | subject | per second | p50 / p99 / p99.9 ms | CPU µs by process | WAL B | commits | allocated kB | MB | of the baseline | violations |");
        text.AppendLine("|---|---|---|---|---|---|---|---|---|---|---|");
        foreach (var group in measured.GroupBy(m => (m.Scenario, m.Subject)))
        {
            var runs = group.ToList();
            text.Append(CultureInfo.InvariantCulture, $"| {group.Key.Scenario} | {group.Key.Subject} | {Spread(runs, m => m.PerSecond)} ");
            text.Append(CultureInfo.InvariantCulture, $"| {Median.Of(runs.Select(m => m.P50)):0.0} / {Median.Of(runs.Select(m => m.P99)):0.0} / {Median.Of(runs.Select(m => m.P999)):0.0} ");
            text.Append(CultureInfo.InvariantCulture, $"| {string.Join(", ", runs[0].Cpu.Keys.Select(name => string.Create(CultureInfo.InvariantCulture, $"{name} {Median.Of(runs.Select(m => m.Cpu[name])):0}")))} ");
            text.Append(CultureInfo.InvariantCulture, $"| {Median.Of(runs.Select(m => m.WalPerUnit ?? 0)):0} | {Median.Of(runs.Select(m => m.CommitsPerUnit ?? 0)):0.000} | {Median.Of(runs.Select(m => m.AllocatedPerUnit / 1000)):0.0} | {Median.Of(runs.Select(m => m.ResidentMegabytes)):0} ");
            text.AppendLine(CultureInfo.InvariantCulture, $"| {Ratios(measured, runs)} | {runs.Sum(m => m.Violations.Count)} |");
        }
    }

    private static string Ratios(IReadOnlyList<Measurement> measured, List<Measurement> runs) => runs[0].Subject != "product"
        ? ""
        : string.Join(", ", measured
            .Where(m => m.Scenario == runs[0].Scenario && m.Subject != "product")
            .GroupBy(m => m.Subject)
            .Select(baseline => string.Create(
                CultureInfo.InvariantCulture,
                $"{Median.Of(runs.Select(m => m.PerSecond / baseline.Single(b => b.Repetition == m.Repetition).PerSecond)):0.00} of {baseline.Key}")));

    private static string Spread(List<Measurement> runs, Func<Measurement, double> value) => string.Create(
        CultureInfo.InvariantCulture, $"**{Median.Of(runs.Select(value)):0}** [{runs.Min(value):0}–{runs.Max(value):0}]");
}
