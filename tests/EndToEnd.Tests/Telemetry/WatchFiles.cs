using System.Reflection;
using System.Text.Json;
using System.Text.RegularExpressions;

namespace Mogambo.EndToEnd.Tests.Telemetry;

/// <summary>The dashboard and the alerts that come with the product.</summary>
internal static partial class WatchFiles
{
    private static readonly string s_deploy = typeof(WatchFiles).Assembly
        .GetCustomAttributes<AssemblyMetadataAttribute>()
        .Single(metadata => metadata.Key == "Deploy").Value!;

    private static string Dashboard => File.ReadAllText(Path.Combine(s_deploy, "grafana", "mogambo.json"));

    private static string Alerts => File.ReadAllText(Path.Combine(s_deploy, "prometheus", "alerts.yml"));

    /// <summary>The metrics that they name.</summary>
    public static ISet<string> Named => MetricName().Matches(Dashboard + Alerts).Select(match => Part().Replace(match.Value, "")).ToHashSet();

    /// <summary>The metrics of an answer of <c>/metrics</c>.</summary>
    public static ISet<string> Served(string metrics) => TypeLine().Matches(metrics).Select(match => match.Groups["name"].Value).ToHashSet();

    public static IReadOnlyList<JsonElement> Panels =>
        [.. JsonDocument.Parse(Dashboard).RootElement.GetProperty("panels").EnumerateArray().Where(panel => panel.GetProperty("type").GetString() != "row")];

    [GeneratedRegex(@"\b(mogambo|dotnet)_[a-z_]+")]
    private static partial Regex MetricName();

    [GeneratedRegex("_(bucket|sum|count)$")]
    private static partial Regex Part();

    [GeneratedRegex("^# TYPE (?<name>[a-z_]+) ", RegexOptions.Multiline)]
    private static partial Regex TypeLine();
}
