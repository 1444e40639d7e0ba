using Mogambo.Messages;

namespace Mogambo.Conversations;

/// <summary>A message on its way out. What it says is in its row.</summary>
[GenerateSerializer, Immutable, Alias("mogambo.outbox-entry")]
internal sealed record OutboxEntry
{
    [Id(0)]
    public required MessageId Id { get; init; }

    /// <summary>The number of the attempt that is claimed or unknown, or, while queued, of the next one.</summary>
    [Id(1)]
    public required int Attempt { get; init; }

    /// <summary><see cref="MessagePhase.Queued"/>, <see cref="MessagePhase.Claimed"/> or <see cref="MessagePhase.Unknown"/>.</summary>
    [Id(2)]
    public MessagePhase Phase { get; init; } = MessagePhase.Queued;

    /// <summary>Queued: not before. Claimed: when it was claimed. Unknown: since when.</summary>
    [Id(3)]
    public DateTimeOffset At { get; init; }

    /// <summary>The process that claimed it.</summary>
    [Id(4)]
    public Guid ClaimedBy { get; init; }

    [Id(5)]
    public HeldFor HeldFor { get; init; }

    /// <summary>Refusals in a row of the same kind: the n of a growing wait.</summary>
    [Id(6)]
    public int Waits { get; init; }

    /// <summary>Sent again after an unknown attempt, by the account's policy.</summary>
    [Id(7)]
    public bool PossibleDuplicate { get; init; }

    public AttemptId AttemptId => new(Id, Attempt);

    /// <summary>Whether this very attempt is claimed or unknown: it can still have an outcome.</summary>
    public bool IsOpen(AttemptId attempt) => Phase != MessagePhase.Queued && AttemptId == attempt;
}
