using Mogambo.Accounts;
using Mogambo.Conversations;
using Mogambo.Storage.DeadLetters;
using Mogambo.Storage.Messages;

namespace Mogambo.Storage.Conversations;

/// <summary>What one turn of a conversation writes: all of it or nothing.</summary>
public sealed record ConversationCommit
{
    public required ConversationId Id { get; init; }

    public required AccountId Account { get; init; }

    /// <summary>The version that must stand in the row; 0 if there must be no row yet.</summary>
    public required long ExpectedVersion { get; init; }

    /// <summary>The state, opaque to the store; the next version is <see cref="ExpectedVersion"/> + 1.</summary>
    public required byte[] State { get; init; }

    /// <summary>The part of the state that lists and look-ups read.</summary>
    public required ConversationSummary Summary { get; init; }

    /// <summary>When the conversation must be woken even if every process dies; null if nothing waits.</summary>
    public DateTimeOffset? DueAt { get; init; }

    /// <summary>Messages to insert. An inbound one that is already stored makes the whole commit a duplicate.</summary>
    public IReadOnlyList<NewMessage> NewMessages { get; init; } = [];

    /// <summary>Changes of this conversation's outbound messages; at most one a message, and none of a message in <see cref="NewMessages"/>.</summary>
    public IReadOnlyList<MessageChange> Changes { get; init; } = [];

    /// <summary>The bot's new context; null leaves it as it is, empty removes it.</summary>
    public byte[]? BotContext { get; init; }

    public IReadOnlyList<NewDeadLetter> DeadLetters { get; init; } = [];

    /// <summary>Dead letters that are replayed by this commit and go with it.</summary>
    public IReadOnlyList<DeadLetterId> ReplayedDeadLetters { get; init; } = [];

    /// <summary>Parks the number in the same transaction: no claim of any conversation commits after it.</summary>
    public NumberPark? Park { get; init; }
}
