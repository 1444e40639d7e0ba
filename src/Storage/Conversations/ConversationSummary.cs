namespace Mogambo.Storage.Conversations;

/// <summary>What lists and look-ups show of a conversation without reading its state.</summary>
public sealed record ConversationSummary
{
    public string? Name { get; init; }

    /// <summary>The exact <c>wa_id</c> that WhatsApp gave last.</summary>
    public string? WaId { get; init; }

    public string? BusinessScopedUserId { get; init; }

    /// <summary>Null if the user never opened a window.</summary>
    public DateTimeOffset? WindowClosesAt { get; init; }

    public bool HandledByHuman { get; init; }

    public DateTimeOffset LastMessageAt { get; init; }
}
