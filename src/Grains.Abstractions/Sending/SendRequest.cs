using Mogambo.Accounts;
using Mogambo.Messages;
using Mogambo.Templates;

namespace Mogambo.Sending;

/// <summary>A message that a business wants to send to the user of a conversation; what can be checked without the conversation has been.</summary>
[GenerateSerializer, Immutable, Alias("mogambo.send-request")]
public sealed record SendRequest
{
    [Id(0)]
    public required OutboundContent Content { get; init; }

    /// <summary>Set where <see cref="Content"/> is made from a template; the others need an open window.</summary>
    [Id(1)]
    public TemplateUse? Template { get; init; }

    /// <summary>The template's category, for the price: <c>marketing</c>, <c>utility</c>, <c>authentication</c>.</summary>
    [Id(2)]
    public string? TemplateCategory { get; init; }

    /// <summary>Not before; at most 30 days ahead. Every rule is checked again then.</summary>
    [Id(3)]
    public DateTimeOffset? SendAt { get; init; }

    [Id(4)]
    public IfWindowClosed IfWindowClosed { get; init; }

    /// <summary>With <see cref="IfWindowClosed.SendTemplate"/>: what is sent instead.</summary>
    [Id(5)]
    public OutboundContent? Fallback { get; init; }

    [Id(6)]
    public TemplateUse? FallbackTemplate { get; init; }

    [Id(7)]
    public string? FallbackCategory { get; init; }

    /// <summary>With <see cref="IfWindowClosed.Park"/>: given up then.</summary>
    [Id(8)]
    public DateTimeOffset? ExpiresAt { get; init; }

    [Id(9)]
    public string? Reference { get; init; }

    /// <summary>Null: the account's policy.</summary>
    [Id(10)]
    public OnUnknown? OnUnknown { get; init; }

    [Id(11)]
    public SendKey? Key { get; init; }

    /// <summary>Whom it is addressed to where WhatsApp has not told yet: the digits as the look-up found them.</summary>
    [Id(12)]
    public string? WaId { get; init; }
}

/// <summary>The caller's <c>Idempotency-Key</c>.</summary>
/// <param name="Fingerprint">Of the body, 32 bytes.</param>
[GenerateSerializer, Immutable, Alias("mogambo.send-key")]
public sealed record SendKey([property: Id(0)] string Endpoint, [property: Id(1)] string Key, [property: Id(2)] byte[] Fingerprint);

/// <summary>What happens to a free-form message when the customer service window is closed.</summary>
[GenerateSerializer, Alias("mogambo.if-window-closed")]
public enum IfWindowClosed
{
    Reject = 0,
    SendTemplate = 1,

    /// <summary>It waits until the user writes.</summary>
    Park = 2,
}
