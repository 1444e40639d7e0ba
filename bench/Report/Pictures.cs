using System.Globalization;
using Mogambo.Bench.Scenarios;
using ScottPlot;

namespace Mogambo.Bench.Report;

/// <summary>Two pictures a scenario: what each subject did in a second, and how long its answers took.</summary>
internal static class Pictures
{
    private const int Width = 900;
    private const int Height = 420;

    public static void Write(string folder, IReadOnlyList<Measurement> measured)
    {
        foreach (var scenario in measured.GroupBy(m => m.Scenario))
        {
            Rates(scenario).SaveSvg(Path.Combine(folder, $"{scenario.Key}-rate.svg"), Width, Height);
            Latencies(scenario).SaveSvg(Path.Combine(folder, $"{scenario.Key}-latency.svg"), Width, Height);
        }
    }

    /// <summary>Medians as bars, the least and the most as whiskers.</summary>
    private static Plot Rates(IGrouping<string, Measurement> scenario)
    {
        var plot = new Plot();
        var subjects = scenario.GroupBy(m => m.Subject).ToList();
        var bars = plot.Add.Bars(subjects.Select((runs, place) => new Bar
        {
            Position = place,
            Value = Median.Of(runs.Select(m => m.PerSecond)),
            Error = (runs.Max(m => m.PerSecond) - runs.Min(m => m.PerSecond)) / 2,
            Label = Median.Of(runs.Select(m => m.PerSecond)).ToString("N0", CultureInfo.InvariantCulture),
            FillColor = Color.FromHex(runs.Key == "product" ? "#00826b" : "#9aa5b1"),
        }).ToArray());
        bars.ValueLabelStyle.Bold = true;
        plot.Axes.Bottom.SetTicks([.. subjects.Select((_, place) => (double)place)], [.. subjects.Select(runs => runs.Key)]);
        plot.Axes.Margins(bottom: 0, top: 0.2);
        plot.HideGrid();
        plot.Title(scenario.Key);
        plot.YLabel($"{scenario.First().Unit}s a second");
        return plot;
    }

    /// <summary>The slowest so many percent, each subject's median run.</summary>
    private static Plot Latencies(IGrouping<string, Measurement> scenario)
    {
        var plot = new Plot();
        foreach (var runs in scenario.GroupBy(m => m.Subject))
        {
            var middle = runs.OrderBy(m => m.P99).ElementAt(runs.Count() / 2);
            var line = plot.Add.Scatter(
                middle.Latency.Select((_, place) => (double)place).ToArray(),
                middle.Latency.Select(point => Math.Log10(Math.Max(point.Milliseconds, 0.01))).ToArray());
            line.LegendText = runs.Key;
            line.LineWidth = runs.Key == "product" ? 3 : 1.5f;
        }

        var points = scenario.First().Latency;
        plot.Axes.Bottom.SetTicks(
            [.. points.Select((_, place) => (double)place)], [.. points.Select(point => point.Percent.ToString("0.##", CultureInfo.InvariantCulture))]);
        double[] marks = [0.1, 1, 10, 100, 1_000, 10_000];
        plot.Axes.Left.SetTicks([.. marks.Select(Math.Log10)], [.. marks.Select(mark => mark.ToString("#,0.##", CultureInfo.InvariantCulture))]);
        plot.ShowLegend(Alignment.UpperLeft);
        plot.Title(scenario.Key);
        plot.XLabel("percent of the answers");
        plot.YLabel("ms at most");
        return plot;
    }
}
