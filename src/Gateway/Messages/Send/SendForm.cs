using Mogambo.Accounts;
using Mogambo.Messages;
using Mogambo.Sending;

namespace Mogambo.Gateway.Messages.Send;

/// <summary>A send whose form is right; what it asks for has not been looked at. Lives as long as the document it was read from.</summary>
internal sealed record SendForm
{
    public required string To { get; init; }

    /// <summary>Null where the account has one number.</summary>
    public string? From { get; init; }

    /// <summary>Of a free-form type; exactly one of this and <see cref="Template"/> is there.</summary>
    public OutboundContent? Content { get; init; }

    public TemplateMember? Template { get; init; }

    /// <summary>The message that is replied to.</summary>
    public string? RepliesTo { get; init; }

    public DateTimeOffset? SendAt { get; init; }

    public string? Reference { get; init; }

    public OnUnknown? OnUnknown { get; init; }

    public IfWindowClosed IfWindowClosed { get; init; }

    /// <summary>With <see cref="Mogambo.Sending.IfWindowClosed.SendTemplate"/>.</summary>
    public TemplateMember? Fallback { get; init; }

    /// <summary>With <see cref="Mogambo.Sending.IfWindowClosed.Park"/>.</summary>
    public DateTimeOffset? ExpiresAt { get; init; }
}
