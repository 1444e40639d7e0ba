using System.Diagnostics.Metrics;
using Mogambo.Bots;
using Mogambo.Messages;

namespace Mogambo;

/// <summary>What the grains and their workers count, meter <c>Mogambo.Grains</c>. Labels are words of ours; nothing is allocated for a measurement.</summary>
internal sealed class GrainMetrics : IDisposable
{
    public const string MeterName = "Mogambo.Grains";

    private static readonly KeyValuePair<string, object?> s_accepted = new("outcome", "accepted");
    private static readonly KeyValuePair<string, object?> s_refused = new("outcome", "refused");
    private static readonly KeyValuePair<string, object?> s_unknown = new("outcome", "unknown");
    private static readonly KeyValuePair<string, object?> s_notStarted = new("outcome", "not-started");
    private static readonly KeyValuePair<string, object?> s_replied = new("outcome", "replied");
    private static readonly KeyValuePair<string, object?> s_failed = new("outcome", "failed");
    private static readonly KeyValuePair<string, object?> s_delivered = new("outcome", "delivered");
    private static readonly KeyValuePair<string, object?> s_givenUp = new("outcome", "given-up");

    private readonly Meter _meter;
    private readonly Histogram<double> _sends;
    private readonly Histogram<double> _bots;
    private readonly Histogram<double> _lag;
    private readonly Counter<long> _deliveries;
    private long _turns;
    private long _turnsInFlight;
    private long _sendsInFlight;

    public GrainMetrics(IMeterFactory? meters = null)
    {
        _meter = meters?.Create(MeterName) ?? new Meter(MeterName);
        _meter.CreateObservableCounter("mogambo.turns", () => Volatile.Read(ref _turns), description: "Turns of conversations that decided something");
        _meter.CreateObservableGauge("mogambo.turns.in_flight", () => Volatile.Read(ref _turnsInFlight), description: "Turns of conversations under way");
        _meter.CreateObservableGauge("mogambo.sends.in_flight", () => Volatile.Read(ref _sendsInFlight), description: "Attempts to send under way, those that wait for a slot included");
        _sends = Seconds("mogambo.send.duration", "Attempts to send by outcome, from the claim to WhatsApp's answer");
        _bots = Seconds("mogambo.bot.duration", "Calls to businesses' bots by outcome");
        _lag = Seconds("mogambo.delivery.lag", "Time from an event to its delivery to a subscriber", [0.1, 0.5, 1, 2, 5, 10, 30, 60, 300, 1_800, 7_200, 86_400, 432_000]);
        _deliveries = _meter.CreateCounter<long>("mogambo.deliveries", description: "Tries to deliver events by outcome");
    }

    public void TurnBegins() => Interlocked.Increment(ref _turnsInFlight);

    public void TurnEnds()
    {
        Interlocked.Decrement(ref _turnsInFlight);
        Interlocked.Increment(ref _turns);
    }

    public void SendBegins() => Interlocked.Increment(ref _sendsInFlight);

    public void SendEnds() => Interlocked.Decrement(ref _sendsInFlight);

    /// <param name="wasStarted">False where the claim was given back unsent.</param>
    public void Sent(SendOutcome outcome, bool wasStarted, TimeSpan took) => _sends.Record(took.TotalSeconds, outcome switch
    {
        _ when !wasStarted => s_notStarted,
        SendOutcome.Accepted => s_accepted,
        SendOutcome.NotAccepted => s_refused,
        _ => s_unknown,
    });

    public void BotAnswered(BotAnswer answer, TimeSpan took) => _bots.Record(took.TotalSeconds, answer is BotAnswer.Replied ? s_replied : s_failed);

    /// <param name="lag">Since the event happened.</param>
    public void Delivered(TimeSpan lag)
    {
        _deliveries.Add(1, s_delivered);
        _lag.Record(lag.TotalSeconds);
    }

    public void NotDelivered(bool isGivenUp) => _deliveries.Add(1, isGivenUp ? s_givenUp : s_failed);

    public void Dispose() => _meter.Dispose();

    private Histogram<double> Seconds(string name, string description, double[]? bounds = null) => _meter.CreateHistogram(
        name, "s", description, tags: null, new InstrumentAdvice<double> { HistogramBucketBoundaries = bounds ?? [0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30] });
}
