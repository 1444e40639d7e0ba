using Mogambo.Messages;
using Mogambo.Templates;

namespace Mogambo.Storage.Messages;

/// <summary>What a turn changes of an outbound message. The row's rank only rises; what is null here stays as it is.</summary>
public sealed record MessageChange
{
    public required MessageId Id { get; init; }

    public required MessagePhase Phase { get; init; }

    /// <summary>The number of the current or, while queued, the next attempt.</summary>
    public required int Attempt { get; init; }

    /// <summary>Claims the attempt: refused if an earlier one was taken by the instance, or the number is parked.</summary>
    public bool IsClaim => Phase == MessagePhase.Claimed;

    /// <summary>Claims again after an unknown attempt, by policy: the row is marked <c>possible_duplicate</c>.</summary>
    public bool PossibleDuplicate { get; init; }

    /// <summary>What the instance said of <see cref="Attempt"/>; <see cref="MessageStatus.None"/> if nothing.</summary>
    public MessageStatus Status { get; init; }

    /// <summary>When <see cref="Status"/> came about.</summary>
    public DateTimeOffset At { get; init; }

    public string? Wamid { get; init; }

    public HeldFor HeldFor { get; init; }

    /// <summary>Replaces the row's error; a change without one clears it only when it claims.</summary>
    public MessageError? Error { get; init; }

    /// <summary>With a claim: the template it is made from; see <see cref="NewMessage.Template"/>.</summary>
    public TemplateUse? Template { get; init; }

    /// <summary>With a claim: the window has closed, so the row's fallback takes the place of its content, and its type is <c>template</c>.</summary>
    public bool UsesFallback { get; init; }

    /// <summary>With a claim: what it is expected to cost.</summary>
    public MessagePrice? Price { get; init; }
}
