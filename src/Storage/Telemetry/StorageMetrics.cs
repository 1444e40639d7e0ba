using System.Diagnostics;
using System.Diagnostics.Metrics;

namespace Mogambo.Storage.Telemetry;

/// <summary>What the store counts, meter <c>Mogambo.Storage</c>: batches as they are committed, and what waits as it was last sampled.</summary>
internal sealed class StorageMetrics : IDisposable
{
    public const string MeterName = "Mogambo.Storage";

    private static readonly KeyValuePair<string, object?> s_write = new("queue", "write");
    private static readonly KeyValuePair<string, object?> s_read = new("queue", "read");

    private readonly Meter _meter;
    private readonly Histogram<double> _duration;
    private readonly Histogram<long> _size;
    private readonly Counter<long> _failures;
    private volatile Sample _sample = new([], default);
    private volatile int _isUp;

    public StorageMetrics(IMeterFactory? meters = null)
    {
        _meter = meters?.Create(MeterName) ?? new Meter(MeterName);
        _duration = _meter.CreateHistogram(
            "mogambo.commit.duration",
            "s",
            "Time a batch takes in the database, by queue",
            tags: null,
            new InstrumentAdvice<double> { HistogramBucketBoundaries = [0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5] });
        _size = _meter.CreateHistogram(
            "mogambo.commit.batch_size",
            null,
            "Requests in a batch, each status as one, by queue",
            tags: null,
            new InstrumentAdvice<long> { HistogramBucketBoundaries = [1, 2, 4, 8, 16, 32, 64, 128, 256, 512] });
        _failures = _meter.CreateCounter<long>("mogambo.commit.failures", description: "Batches that the database did not do, by queue");
        _meter.CreateObservableGauge("mogambo.backlog", Counts, description: "Rows that wait, by place; counted up to 10,000");
        _meter.CreateObservableGauge("mogambo.backlog.age", Ages, "s", "Age of the oldest row that waits, by place");
        _meter.CreateObservableGauge("mogambo.backlog.overdue", Overdue, description: "Rows that any process could have taken for more than 60 s, by place");
        _meter.CreateObservableGauge("mogambo.database.up", () => _isUp, description: "1 if the last sample of what waits could be read");
    }

    /// <summary>Runs a batch and counts it: once a batch, never once a request.</summary>
    public void Measure(bool isWrite, int requests, Action batch)
    {
        var queue = isWrite ? s_write : s_read;
        var startedAt = Stopwatch.GetTimestamp();
        try
        {
            batch();
        }
        catch
        {
            _failures.Add(1, queue);
            throw;
        }

        _duration.Record(Stopwatch.GetElapsedTime(startedAt).TotalSeconds, queue);
        _size.Record(requests, queue);
    }

    public void Sampled(IReadOnlyList<Backlog> backlogs, DateTimeOffset at) => (_sample, _isUp) = (new(backlogs, at), 1);

    /// <summary>What waited last is shown no more: it would look well while nobody knows.</summary>
    public void NotSampled() => (_sample, _isUp) = (new([], default), 0);

    /// <summary>Whether it is one of these: a process of tests has several stores.</summary>
    public bool Owns(Instrument instrument) => instrument.Meter == _meter;

    public void Dispose() => _meter.Dispose();

    private IEnumerable<Measurement<long>> Counts() => _sample.Backlogs.Select(backlog => new Measurement<long>(backlog.Count, Place(backlog)));

    private IEnumerable<Measurement<double>> Ages()
    {
        var sample = _sample;
        return sample.Backlogs.Where(IsAged).Select(backlog => new Measurement<double>(
            backlog.Oldest is { } oldest ? Math.Max(0, (sample.At - oldest).TotalSeconds) : 0, Place(backlog)));
    }

    private IEnumerable<Measurement<long>> Overdue() => _sample.Backlogs
        .Where(backlog => backlog.Place is "inbox" or "conversation" or "delivery")
        .Select(backlog => new Measurement<long>(backlog.Overdue, Place(backlog)));

    private static bool IsAged(Backlog backlog) => backlog.Place is "inbox" or "conversation" or "delivery" or "unknown" or "parked-number";

    private static KeyValuePair<string, object?> Place(Backlog backlog) => new("place", backlog.Place);

    private sealed record Sample(IReadOnlyList<Backlog> Backlogs, DateTimeOffset At);
}
