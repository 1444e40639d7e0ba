using Mogambo.Messages;
using Mogambo.Sending;
using Mogambo.Storage.Conversations;
using Mogambo.Storage.DeadLetters;
using Mogambo.Storage.Idempotency;
using Mogambo.Storage.Messages;
using Mogambo.Storage.OptIns;

namespace Mogambo.Conversations;

/// <summary>What a turn came to: the next state, what is written with it, and what is done once, and only if, that is on disk.</summary>
internal sealed record Decision
{
    public required ConversationState Next { get; init; }

    /// <summary>Nothing changed: nothing is written.</summary>
    public required bool IsEmpty { get; init; }

    public required DateTimeOffset? DueAt { get; init; }

    /// <inheritdoc cref="ConversationCommit.IsLeased"/>
    public bool IsLeased { get; init; }

    public IReadOnlyList<NewMessage> NewMessages { get; init; } = [];

    public IReadOnlyList<MessageChange> Changes { get; init; } = [];

    public IReadOnlyList<NewDeadLetter> DeadLetters { get; init; } = [];

    /// <summary>Letters whose turn is asked about again: they go with this commit.</summary>
    public IReadOnlyList<DeadLetterId> ReplayedDeadLetters { get; init; } = [];

    public byte[]? BotContext { get; init; }

    public NumberPark? Park { get; init; }

    /// <summary>What the user decided about messages the business starts, for the ledger.</summary>
    public IReadOnlyList<NewOptIn> OptIns { get; init; } = [];

    public IdempotencyKey? Idempotency { get; init; }

    public PortfolioUse? Portfolio { get; init; }

    public bool OpensWindow { get; init; }

    /// <summary>Another address than the one we used, as WhatsApp told it.</summary>
    public string? LearnedWaId { get; init; }

    /// <summary>The answer to a send by API.</summary>
    public SendReply? Reply { get; init; }

    /// <summary>The answer to a cancel or a resolution.</summary>
    public ChangeReply? Change { get; init; }

    /// <summary>The attempt to send now.</summary>
    public OutboxEntry? Send { get; init; }

    /// <summary>What it says, if this turn wrote it; otherwise it is read from its row.</summary>
    public OutboundContent? SendContent { get; init; }

    /// <summary>The turn to ask the bot about now.</summary>
    public PendingTurn? Ask { get; init; }
}
