using Mogambo.Accounts;
using Mogambo.Conversations;
using Mogambo.Storage.Messages;

namespace Mogambo.Storage.DeadLetters;

/// <summary>Something that could not take effect, kept with its reason so that a person can see it and have it tried again.</summary>
public sealed record NewDeadLetter
{
    public required DeadLetterId Id { get; init; }

    public required AccountId Account { get; init; }

    public required DeadLetterKind Kind { get; init; }

    /// <summary>A stable word: <c>invalid-json</c>, <c>malformed</c>, <c>foreign</c>, <c>unknown-number</c>, <c>bot-failed</c>, …</summary>
    public required string Reason { get; init; }

    /// <summary>A sentence for the person who looks at it. No user's name, number or text.</summary>
    public string? Details { get; init; }

    /// <summary>The raw bytes: a webhook body, one change of it, (a turn) the inbound message's JSON, or (an event) its delivery.</summary>
    public required byte[] Raw { get; init; }

    public ConversationId? Conversation { get; init; }

    /// <summary>The message whose turn it was.</summary>
    public MessageKey? Message { get; init; }

    public required DateTimeOffset At { get; init; }
}
