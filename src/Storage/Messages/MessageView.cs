using Mogambo.Accounts;
using Mogambo.Conversations;
using Mogambo.Messages;

namespace Mogambo.Storage.Messages;

/// <summary>A message as the HTTP interface shows it.</summary>
public sealed record MessageView
{
    public required MessageKey Key { get; init; }

    public required AccountId Account { get; init; }

    /// <summary>Number and user.</summary>
    public required ConversationId Conversation { get; init; }

    public required MessageDirection Direction { get; init; }

    public required string Type { get; init; }

    /// <summary>Inbound: WhatsApp's message object. Outbound: the type and its member. JSON bytes.</summary>
    public required byte[] Content { get; init; }

    public string? Wamid { get; init; }

    /// <summary>
    /// <c>received</c>, <c>queued</c>, <c>scheduled</c>, <c>parked</c>, <c>claimed</c>, <c>unknown</c>, <c>accepted</c>, <c>sent</c>,
    /// <c>delivered</c>, <c>read</c>, <c>played</c>, <c>failed</c>, <c>canceled</c> or <c>expired</c>.
    /// </summary>
    public required string Status { get; init; }

    public HeldFor HeldFor { get; init; }

    public string? Reference { get; init; }

    /// <summary>What the instance said and when first, in the order of the statuses.</summary>
    public required IReadOnlyList<StatusTime> Statuses { get; init; }

    public MessageError? Error { get; init; }

    /// <summary>WhatsApp's <c>pricing</c> object, JSON bytes.</summary>
    public byte[]? Pricing { get; init; }

    /// <summary>What it costs: an estimate until WhatsApp's <see cref="Pricing"/> books it.</summary>
    public MessagePrice? Price { get; init; }

    /// <summary>The name of the template it is made from.</summary>
    public string? Template { get; init; }

    public MessageId? InReplyTo { get; init; }

    public bool IsStale { get; init; }

    public bool PossibleDuplicate { get; init; }

    public required DateTimeOffset CreatedAt { get; init; }
}

/// <summary>When the instance first said a status of a message.</summary>
public readonly record struct StatusTime(MessageStatus Status, DateTimeOffset At);
