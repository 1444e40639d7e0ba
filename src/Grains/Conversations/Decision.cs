using Mogambo.Messages;
using Mogambo.Storage.Conversations;
using Mogambo.Storage.DeadLetters;
using Mogambo.Storage.Messages;

namespace Mogambo.Conversations;

/// <summary>What a turn came to: the next state, what is written with it, and what is done once, and only if, that is on disk.</summary>
internal sealed record Decision
{
    public required ConversationState Next { get; init; }

    /// <summary>Nothing changed: nothing is written.</summary>
    public required bool IsEmpty { get; init; }

    public required DateTimeOffset? DueAt { get; init; }

    public IReadOnlyList<NewMessage> NewMessages { get; init; } = [];

    public IReadOnlyList<MessageChange> Changes { get; init; } = [];

    public IReadOnlyList<NewDeadLetter> DeadLetters { get; init; } = [];

    /// <summary>Letters whose turn is asked about again: they go with this commit.</summary>
    public IReadOnlyList<DeadLetterId> ReplayedDeadLetters { get; init; } = [];

    public byte[]? BotContext { get; init; }

    public NumberPark? Park { get; init; }

    /// <summary>The attempt to send now.</summary>
    public OutboxEntry? Send { get; init; }

    /// <summary>What it says, if this turn wrote it; otherwise it is read from its row.</summary>
    public OutboundContent? SendContent { get; init; }

    /// <summary>The turn to ask the bot about now.</summary>
    public PendingTurn? Ask { get; init; }
}
