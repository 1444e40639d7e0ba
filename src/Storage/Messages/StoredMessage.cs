using Mogambo.Conversations;
using Mogambo.Messages;

namespace Mogambo.Storage.Messages;

/// <summary>A message as the rules need it back from the history.</summary>
public sealed record StoredMessage
{
    public required MessageKey Key { get; init; }

    public required ConversationId Conversation { get; init; }

    public required MessageDirection Direction { get; init; }

    public required string Type { get; init; }

    public required byte[] Content { get; init; }

    public string? Wamid { get; init; }

    public MessagePhase Phase { get; init; }

    public int Attempt { get; init; }

    /// <summary>See <see cref="MessageRank"/>.</summary>
    public int Rank { get; init; }

    public MessageError? Error { get; init; }

    /// <summary>The message of the user that it answers, if it does.</summary>
    public MessageId? InReplyTo { get; init; }

    /// <summary>When we stored it: what came first, whatever time the message itself carries.</summary>
    public DateTimeOffset CreatedAt { get; init; }
}
