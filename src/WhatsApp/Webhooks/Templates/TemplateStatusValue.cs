namespace Mogambo.WhatsApp.Webhooks.Templates;

/// <summary>Field <c>message_template_status_update</c> (fact sheet 6.1).</summary>
/// <param name="Event">In upper case: APPROVED, REJECTED, PAUSED, DISABLED, …</param>
/// <param name="Reason">Why it was rejected or disabled: INVALID_FORMAT, …; NONE otherwise.</param>
/// <param name="Title">With a pause: FIRST_PAUSE, SECOND_PAUSE, UNPAUSE, …</param>
/// <param name="Description">WhatsApp's words on a pause or lock.</param>
/// <param name="DisableAt">With DISABLED: when.</param>
/// <param name="Rejection">What was wrong with the format, and what WhatsApp recommends.</param>
public sealed record TemplateStatusValue(
    TemplateReference Template,
    string Event,
    string? Category,
    string? Reason,
    string? Title,
    string? Description,
    DateTimeOffset? DisableAt,
    TemplateRejection? Rejection) : WebhookValue;

/// <summary><c>rejection_info</c>, only with the reason INVALID_FORMAT.</summary>
public sealed record TemplateRejection(string? Reason, string? Recommendation);
