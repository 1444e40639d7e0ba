using System.Diagnostics.Metrics;

namespace Mogambo.Gateway;

/// <summary>What the gateway counts, meter <c>Mogambo.Gateway</c>. No label holds anything a user or a caller chose.</summary>
internal sealed class GatewayMetrics : IDisposable
{
    public const string MeterName = "Mogambo.Gateway";

    private readonly Meter _meter;
    private static readonly Dictionary<int, KeyValuePair<string, object?>> s_answers =
        new[] { 200, 401, 408, 413, 415, 503 }.ToDictionary(answer => answer, answer => new KeyValuePair<string, object?>("answer", answer));

    private readonly Histogram<double> _webhooks;
    private readonly Counter<long> _changes;
    private readonly Counter<long> _spilled;
    private readonly Counter<long> _dispatched;
    private readonly Counter<long> _deadLetters;

    public GatewayMetrics(IMeterFactory meters)
    {
        _meter = meters.Create(MeterName);
        _webhooks = _meter.CreateHistogram(
            "mogambo.webhook.duration",
            "s",
            "Webhooks by answer, from the first byte to the answer",
            tags: null,
            new InstrumentAdvice<double> { HistogramBucketBoundaries = [0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10] });
        _changes = _meter.CreateCounter<long>("mogambo.webhook.changes", description: "Parts of webhooks by kind");
        _spilled = _meter.CreateCounter<long>("mogambo.inbox.spilled", description: "Changes that went to the inbox");
        _dispatched = _meter.CreateCounter<long>("mogambo.inbox.dispatched", description: "Rows of the inbox by how their try ended");
        _deadLetters = _meter.CreateCounter<long>("mogambo.dead_letters", description: "Dead letters by reason");
    }

    public void Webhook(int answer, TimeSpan took) => _webhooks.Record(
        took.TotalSeconds, s_answers.TryGetValue(answer, out var tag) ? tag : new KeyValuePair<string, object?>("answer", answer));

    public void Changes(string kind, int count)
    {
        if (count > 0)
        {
            _changes.Add(count, new KeyValuePair<string, object?>("kind", kind));
        }
    }

    public void Spilled() => _spilled.Add(1);

    public void Dispatched(string result) => _dispatched.Add(1, new KeyValuePair<string, object?>("result", result));

    public void DeadLetter(string reason) => _deadLetters.Add(1, new KeyValuePair<string, object?>("reason", reason));

    public void Dispose() => _meter.Dispose();
}
