using Mogambo.Accounts;
using Mogambo.Conversations;
using Mogambo.Storage.DeadLetters;
using Mogambo.Storage.Idempotency;
using Mogambo.Storage.Messages;
using Mogambo.Storage.OptIns;

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

    /// <summary>
    /// Whether <see cref="DueAt"/> is the end of a lease of somebody at work, who mostly gives it back long before. It may ring a second late.
    /// </summary>
    public bool IsLeased { get; init; }

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

    /// <summary>Entries for the ledger of opt-ins, of this conversation's user.</summary>
    public IReadOnlyList<NewOptIn> OptIns { get; init; } = [];

    /// <summary>The caller's key of the send that this commit takes; if it is stored already, nothing is written.</summary>
    public IdempotencyKey? Idempotency { get; init; }

    /// <summary>Set by a commit that claims, outside the window, a message that the business starts: the user counts for this portfolio.</summary>
    public PortfolioUse? Portfolio { get; init; }

    /// <summary>Whether a user's message of this commit opened a window that was closed: an event.</summary>
    public bool OpensWindow { get; init; }
}

/// <summary>Who shares a limit of unique users per moving 24 h outside the window (fact sheet 13).</summary>
/// <param name="Name">The portfolio, or the account or number where none is configured.</param>
/// <param name="MaxUsersPer24h">Above 0.</param>
public sealed record PortfolioUse(string Name, int MaxUsersPer24h, DateTimeOffset At);
