namespace Mogambo.Templates;

/// <summary>Where a template stands, WhatsApp's words (fact sheet 12.5), and <see cref="Draft"/> before it was submitted. Stored as a number: never renumber.</summary>
[GenerateSerializer, Alias("mogambo.template-status")]
public enum TemplateStatus
{
    Draft = 0,
    Pending = 1,

    /// <summary>The only status in which it may be sent.</summary>
    Approved = 2,
    Rejected = 3,
    Paused = 4,
    Disabled = 5,
    InAppeal = 6,
    Archived = 7,
    PendingDeletion = 8,
    Deleted = 9,
    LimitExceeded = 10,
}
