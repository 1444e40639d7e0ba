using Mogambo.Messages;
using Mogambo.Templates;

namespace Mogambo.Storage.Messages;

/// <summary>A message to add to the history.</summary>
public sealed record NewMessage
{
    public required MessageKey Key { get; init; }

    public required MessageDirection Direction { get; init; }

    /// <summary>WhatsApp's word: <c>text</c>, <c>image</c>, …</summary>
    public required string Type { get; init; }

    /// <summary>Inbound: WhatsApp's message object. Outbound: the type and its member in the Cloud API's shape. JSON bytes.</summary>
    public required byte[] Content { get; init; }

    public required DateTimeOffset CreatedAt { get; init; }

    /// <summary>Inbound: WhatsApp's id.</summary>
    public string? Wamid { get; init; }

    public MessagePhase Phase { get; init; }

    /// <summary>Outbound: the number of the current or, while queued, the next attempt.</summary>
    public int Attempt { get; init; }

    /// <summary>Outbound, claimed in this commit: which process may send it. A claim is refused while the number is parked.</summary>
    public bool IsClaim => Phase == MessagePhase.Claimed;

    public HeldFor HeldFor { get; init; }

    public MessageError? Error { get; init; }

    /// <summary>Outbound: the inbound message it answers.</summary>
    public MessageId? InReplyTo { get; init; }

    /// <summary>Inbound: older than 8 days at arrival, so it called no bot and opened no window.</summary>
    public bool IsStale { get; init; }

    public string? Reference { get; init; }

    /// <summary>
    /// The template it is made from. The template must be sendable, ask for these parameters, and the user must have opted in: checked by the
    /// commit that stores it, claimed or not, and by the one that claims it.
    /// </summary>
    public TemplateUse? Template { get; init; }

    /// <summary>What is sent instead if the window is closed by then; JSON bytes as <see cref="Content"/>. Not checked before it is used.</summary>
    public byte[]? Fallback { get; init; }

    /// <summary>Estimated at the claim.</summary>
    public MessagePrice? Price { get; init; }
}
