using Mogambo.Messages;

namespace Mogambo.Conversations;

/// <summary>A message on its way out. What it says is in its row.</summary>
[GenerateSerializer, Immutable, Alias("mogambo.outbox-entry")]
internal sealed record OutboxEntry
{
    [Id(0)]
    public required MessageId Id { get; init; }

    /// <summary>The number of the attempt that is claimed or unknown, or, while it waits, of the next one.</summary>
    [Id(1)]
    public required int Attempt { get; init; }

    /// <summary>Queued, scheduled, parked, claimed or unknown.</summary>
    [Id(2)]
    public MessagePhase Phase { get; init; } = MessagePhase.Queued;

    /// <summary>Queued or scheduled: not before. Parked: given up then. Claimed: when it was claimed. Unknown: since when.</summary>
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

    /// <summary>Sent again after an unknown attempt, by policy or by a person.</summary>
    [Id(7)]
    public bool PossibleDuplicate { get; init; }

    /// <summary>Null for a bot's reply.</summary>
    [Id(8)]
    public SendTerms? Terms { get; init; }

    /// <summary>It was not final when the backup was taken that the database comes from: only a person has it sent again.</summary>
    [Id(9)]
    public bool IsFromBackup { get; init; }

    public AttemptId AttemptId => new(Id, Attempt);

    /// <summary>Nothing of it is at WhatsApp, as far as we know, and it waits for its time, a reason to end, or its place.</summary>
    public bool IsWaiting => Phase is MessagePhase.Queued or MessagePhase.Scheduled or MessagePhase.Parked;

    public bool IsReadyAt(DateTimeOffset now) => Phase is MessagePhase.Queued or MessagePhase.Scheduled && At <= now;

    /// <summary>Whether this very attempt is claimed or unknown: it can still have an outcome.</summary>
    public bool IsOpen(AttemptId attempt) => Phase is MessagePhase.Claimed or MessagePhase.Unknown && AttemptId == attempt;
}
