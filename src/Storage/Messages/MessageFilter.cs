using Mogambo.Accounts;
using Mogambo.Conversations;

namespace Mogambo.Storage.Messages;

/// <summary>Which messages of an account a list shows; what is null does not matter.</summary>
public sealed record MessageFilter
{
    public UserId? User { get; init; }

    public PhoneNumberId? Number { get; init; }

    public ConversationId? Conversation { get; init; }

    public MessageDirection? Direction { get; init; }

    public string? Reference { get; init; }

    /// <summary>A word of <see cref="MessageView.Status"/>; one that is none matches nothing.</summary>
    public string? Status { get; init; }
}
