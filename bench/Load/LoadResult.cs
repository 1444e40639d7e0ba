using HdrHistogram;

namespace Mogambo.Bench.Load;

/// <summary>What became of a load.</summary>
/// <param name="Latency">Microseconds: of a closed loop from the send, of an open one from the time at which the request was due.</param>
/// <param name="Accepted">Answered 2xx.</param>
/// <param name="Refused">Answered otherwise, or not at all.</param>
/// <param name="Over1Second">Of the accepted, those that took longer.</param>
internal sealed record LoadResult(HistogramBase Latency, long Accepted, long Refused, long Over1Second, TimeSpan Duration)
{
    public double Rate => Accepted / Duration.TotalSeconds;

    /// <summary>Milliseconds.</summary>
    public double Percentile(double percent) => Latency.TotalCount == 0 ? double.NaN : Latency.GetValueAtPercentile(percent) / 1000.0;
}
