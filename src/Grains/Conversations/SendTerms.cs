using Mogambo.Accounts;
using Mogambo.Sending;
using Mogambo.Templates;

namespace Mogambo.Conversations;

/// <summary>What a message that the business sends by API depends on until it is over; a bot's reply has none.</summary>
[GenerateSerializer, Immutable, Alias("mogambo.send-terms")]
internal sealed record SendTerms
{
    /// <summary>The template it is made from; null: a free-form message, which needs the window.</summary>
    [Id(0)]
    public TemplateUse? Template { get; init; }

    /// <summary>The template's category, for the price.</summary>
    [Id(1)]
    public string? Category { get; init; }

    [Id(2)]
    public IfWindowClosed IfWindowClosed { get; init; }

    /// <summary>What its row keeps to be sent instead should the window be closed.</summary>
    [Id(3)]
    public TemplateUse? FallbackTemplate { get; init; }

    [Id(4)]
    public string? FallbackCategory { get; init; }

    /// <summary>With <see cref="IfWindowClosed.Park"/>: it is parked no longer than until then.</summary>
    [Id(5)]
    public DateTimeOffset ExpiresAt { get; init; }

    /// <summary>Null: the account's policy.</summary>
    [Id(6)]
    public OnUnknown? OnUnknown { get; init; }

    /// <summary>WhatsApp itself said that the window is closed (131047), whatever we know of it.</summary>
    [Id(7)]
    public bool WindowIsClosed { get; init; }

    /// <summary>From the claim that sends the fallback the message is that template.</summary>
    public SendTerms OfFallback() => this with
    {
        Template = FallbackTemplate,
        Category = FallbackCategory,
        IfWindowClosed = IfWindowClosed.Reject,
        FallbackTemplate = null,
        FallbackCategory = null,
    };
}
