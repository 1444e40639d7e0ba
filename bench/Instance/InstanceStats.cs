using System.Text.Json.Serialization;

namespace Mogambo.Bench.Instance;

/// <summary>What the instance counted since it was last told to start.</summary>
internal sealed record InstanceStats
{
    public InstanceStats()
    {
    }

    public InstanceStats(SendsLedger ledger, StatusPoster? poster, long events)
    {
        (Sends, Doubled, Misdirected, Inverted, Unexpected) = (ledger.Sends, ledger.Doubled, ledger.Misdirected, ledger.Inverted, ledger.Unexpected);
        (Statuses, Acknowledged, Posts, Events) = (poster?.Made ?? 0, poster?.Acknowledged ?? 0, poster?.Posted ?? 0, events);
    }

    public long Sends { get; init; }

    public long Doubled { get; init; }

    public long Misdirected { get; init; }

    public long Inverted { get; init; }

    public long Unexpected { get; init; }

    /// <summary>Statuses made, and of these those that were answered 200.</summary>
    public long Statuses { get; init; }

    public long Acknowledged { get; init; }

    /// <summary>POSTs in which they came.</summary>
    public long Posts { get; init; }

    /// <summary>Of so many accepted messages: lost, doubled, misdirected, out of order, and what nobody asked for.</summary>
    public long Wrong(long accepted) => Math.Max(0, accepted - Sends) + Doubled + Misdirected + Inverted + Unexpected;

    /// <summary>What came as a subscriber.</summary>
    public long Events { get; init; }
}

[JsonSerializable(typeof(InstanceStats))]
internal sealed partial class InstanceJson : JsonSerializerContext;
