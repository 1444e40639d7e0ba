using System.Collections.Immutable;
using Mogambo.Messages;

namespace Mogambo.Conversations;

/// <summary>
/// What a conversation remembers between turns: under 1 kB for an ordinary one. History and contents are in the message table, never here.
/// It is bounded: at most <see cref="MaxRecent"/> ids, <see cref="Conversation.MaxPendingTurns"/> turns and
/// <see cref="Conversation.MaxWaiting"/> messages on their way, those that the business schedules or parks included.
/// Immutable: a turn makes the next one and the grain adopts it only after the commit.
/// </summary>
[GenerateSerializer, Immutable, Alias("mogambo.conversation-state")]
internal sealed record ConversationState
{
    /// <summary>Ids of inbound messages that are remembered, so that the ordinary repeat costs no database. Older ones are caught by their key.</summary>
    public const int MaxRecent = 8;

    public static readonly ConversationState New = new();

    [Id(0)]
    public CustomerServiceWindow Window { get; init; }

    /// <summary>The exact <c>wa_id</c> that WhatsApp gave last: the address.</summary>
    [Id(1)]
    public string? WaId { get; init; }

    [Id(2)]
    public string? BusinessScopedUserId { get; init; }

    [Id(3)]
    public string? Name { get; init; }

    /// <summary>A person answers; the bot is not asked.</summary>
    [Id(4)]
    public bool HandledByHuman { get; init; }

    /// <summary>Newest last.</summary>
    [Id(5)]
    public ImmutableArray<MessageId> Recent { get; init; } = [];

    /// <summary>Messages the bot has still to answer; the first is the one being asked.</summary>
    [Id(6)]
    public ImmutableArray<PendingTurn> Turns { get; init; } = [];

    /// <summary>Messages on their way out, in order.</summary>
    [Id(7)]
    public ImmutableArray<OutboxEntry> Outbox { get; init; } = [];

    /// <summary>Nothing of this conversation is sent before: WhatsApp asked for a pause.</summary>
    [Id(8)]
    public DateTimeOffset SendsPausedUntil { get; init; }

    [Id(9)]
    public DateTimeOffset LastMessageAt { get; init; }

    [Id(10)]
    public PairRate Pair { get; init; }

    /// <summary>The number had no room, or the process no time: nothing is claimed before, unless the conversation is woken.</summary>
    [Id(11)]
    public DateTimeOffset AwaitsNumberUntil { get; init; }

    /// <summary>The restore of the database that this state takes account of; see <see cref="Conversation"/>.</summary>
    [Id(12)]
    public DateTimeOffset RestoredAt { get; init; }

    public bool HasSeen(MessageId message) => Recent.Contains(message);

    public ConversationState After(InboundMessage message, bool isStale, DateTimeOffset now)
    {
        var recent = Recent.Length < MaxRecent ? Recent : Recent.RemoveRange(0, Recent.Length - MaxRecent + 1);
        return this with
        {
            Recent = recent.Add(message.Id),
            Name = Newer(message.Name, Name),
            WaId = Newer(message.WaId, WaId),
            BusinessScopedUserId = Newer(message.BusinessScopedUserId, BusinessScopedUserId),
            Window = message.OpensWindow && !isStale ? Window.ExtendedBy(Failpoint.IsOn("bug.window_by_arrival") ? now : message.SentAt, now) : Window,
            LastMessageAt = now,
        };
    }

    // The old one where both say the same: every state lives until the next message, and the collector moves what is new.
    private static string? Newer(string? said, string? known) => said is null || said == known ? known : said;
}
