using Mogambo.Accounts;
using Mogambo.Templates;

namespace Mogambo.Storage.Templates;

/// <summary>
/// A template as everybody but its grain sees it: published by the grain, read by lists and by the send API, and shared by every claim, so
/// that no claim commits after a pause's commit.
/// </summary>
public sealed record TemplateRow
{
    public required AccountId Account { get; init; }

    public required TemplateId Id { get; init; }

    public required TemplateStatus Status { get; init; }

    /// <summary>WhatsApp's category, the authority.</summary>
    public required TemplateCategory Category { get; init; }

    /// <summary>
    /// WhatsApp made it another category than it was meant as, and nobody has agreed yet: it is not sent, whatever its status.
    /// </summary>
    public bool AwaitsAgreement { get; init; }

    /// <summary>Which parameters it asks for; see <see cref="TemplateUse"/>.</summary>
    public required string Shape { get; init; }

    /// <summary>Why it stands so, WhatsApp's word or a sentence.</summary>
    public string? Reason { get; init; }

    /// <summary>Grows with every change of the grain: an older one never replaces a newer row.</summary>
    public required long Revision { get; init; }

    /// <summary>The template as the API shows it, JSON: name, language, category, components, quality, history, …</summary>
    public required byte[] Document { get; init; }

    public bool MaySend => Status == TemplateStatus.Approved && !AwaitsAgreement;
}
