using System.Text;
using OpenTelemetry;
using OpenTelemetry.Metrics;

namespace Mogambo.App.Telemetry;

/// <summary>
/// Writes what OpenTelemetry has aggregated when it is asked for. Its own exporter for Prometheus is not stable yet; the aggregation, which
/// is what costs on the hot path, is its stable one.
/// </summary>
[ExportModes(ExportModes.Pull)]
internal sealed class PrometheusExporter : BaseExporter<Metric>, IPullMetricExporter
{
    private readonly Lock _lock = new();
    private string _text = "";

    public Func<int, bool>? Collect { get; set; }

    /// <summary>Measures now. One scrape at a time.</summary>
    public string Scrape()
    {
        lock (_lock)
        {
            Collect?.Invoke(Timeout.Infinite);
            return _text;
        }
    }

    public override ExportResult Export(in Batch<Metric> batch)
    {
        var text = new StringBuilder();
        foreach (var metric in batch)
        {
            PrometheusText.Write(text, metric);
        }

        _text = text.ToString();
        return ExportResult.Success;
    }
}
