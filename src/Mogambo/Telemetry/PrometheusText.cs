using System.Globalization;
using System.Text;
using Mogambo.App.Logging;
using OpenTelemetry.Metrics;

namespace Mogambo.App.Telemetry;

/// <summary>Metrics in Prometheus' text format 0.0.4.</summary>
internal static class PrometheusText
{
    public const string ContentType = "text/plain; version=0.0.4; charset=utf-8";

    /// <summary>The name under which Prometheus knows a metric: <c>mogambo.send.duration</c> in s is <c>mogambo_send_duration_seconds</c>.</summary>
    public static string NameOf(Metric metric)
    {
        var name = string.Concat(metric.Name.Select(letter => char.IsAsciiLetterOrDigit(letter) ? letter : '_'));
        var unit = metric.Unit switch { "s" => "_seconds", "By" => "_bytes", _ => "" };
        name = name.EndsWith(unit, StringComparison.Ordinal) ? name : name + unit;
        return metric.MetricType is MetricType.LongSum or MetricType.DoubleSum ? name + "_total" : name;
    }

    public static void Write(StringBuilder text, Metric metric)
    {
        var name = NameOf(metric);
        var type = metric.MetricType switch
        {
            MetricType.Histogram => "histogram",
            MetricType.LongSum or MetricType.DoubleSum => "counter",
            MetricType.ExponentialHistogram => null,
            _ => "gauge",
        };
        if (type is null)
        {
            return;
        }

        text.Append("# HELP ").Append(name).Append(' ').Append(Escape(metric.Description)).Append('\n');
        text.Append("# TYPE ").Append(name).Append(' ').Append(type).Append('\n');
        foreach (ref readonly var point in metric.GetMetricPoints())
        {
            if (type == "histogram")
            {
                WriteHistogram(text, name, point);
            }
            else
            {
                WriteSample(text, name, point, more: null, ValueOf(metric.MetricType, point));
            }
        }
    }

    private static double ValueOf(MetricType type, in MetricPoint point) => type switch
    {
        MetricType.LongSum or MetricType.LongSumNonMonotonic => point.GetSumLong(),
        MetricType.DoubleSum or MetricType.DoubleSumNonMonotonic => point.GetSumDouble(),
        MetricType.LongGauge => point.GetGaugeLastValueLong(),
        _ => point.GetGaugeLastValueDouble(),
    };

    private static void WriteHistogram(StringBuilder text, string name, in MetricPoint point)
    {
        long below = 0;
        foreach (var bucket in point.GetHistogramBuckets())
        {
            below += bucket.BucketCount;
            var bound = double.IsPositiveInfinity(bucket.ExplicitBound) ? "+Inf" : bucket.ExplicitBound.ToString(CultureInfo.InvariantCulture);
            WriteSample(text, name + "_bucket", point, $"le=\"{bound}\"", below);
        }

        WriteSample(text, name + "_sum", point, more: null, point.GetHistogramSum());
        WriteSample(text, name + "_count", point, more: null, point.GetHistogramCount());
    }

    private static void WriteSample(StringBuilder text, string name, in MetricPoint point, string? more, double value)
    {
        List<string> labels = [];
        foreach (var (label, labelValue) in point.Tags)
        {
            var shown = Convert.ToString(labelValue, CultureInfo.InvariantCulture) ?? "";
            labels.Add($"{label.Replace('.', '_')}=\"{Escape(UserRedactor.Redact(shown)).Replace("\"", "\\\"", StringComparison.Ordinal)}\"");
        }

        if (more is not null)
        {
            labels.Add(more);
        }

        text.Append(name);
        if (labels.Count > 0)
        {
            text.Append('{').AppendJoin(',', labels).Append('}');
        }

        text.Append(' ').Append(value.ToString("R", CultureInfo.InvariantCulture)).Append('\n');
    }

    private static string Escape(string text) =>
        text.Replace("\\", "\\\\", StringComparison.Ordinal).Replace("\n", "\\n", StringComparison.Ordinal);
}
