using Mogambo.Messages;
using Mogambo.Storage.Templates;
using Mogambo.Templates;

namespace Mogambo.Conversations;

/// <summary>
/// What a template that the store did not let pass means for a message that is queued already: whether it may pass yet, and WhatsApp's own
/// code for it (fact sheet 12.5 and 14), with the problem's name in <c>details</c> (contract section 3).
/// </summary>
internal static class TemplateRefusal
{
    public const string CategoryChanged = "category-changed";

    /// <summary>Whether waiting helps: it is paused, being reviewed, or waits for somebody to agree.</summary>
    public static bool MayPass(TemplateUse use, TemplateRow? row) => row is not null
        && row.Shape == use.Shape
        && row.Status is TemplateStatus.Approved or TemplateStatus.Paused or TemplateStatus.Pending or TemplateStatus.InAppeal;

    public static MessageError Of(TemplateUse use, TemplateRow? row) => row switch
    {
        null or { Status: TemplateStatus.Deleted } => new()
        {
            Code = 132001,
            Title = "The template does not exist",
            Details = "template-not-found",
            Advice = "Check the template's name and language, and send the message again.",
        },
        _ when row.Shape != use.Shape => new()
        {
            Code = 132000,
            Title = "The template asks for other parameters than the message has",
            Details = "template-parameters",
            Advice = "The template changed after the message was made: send it again with the parameters it asks for now.",
        },
        { Status: TemplateStatus.Paused } => NotApproved(132015, "The template is paused", "Nothing to do: it is sent once the template is approved again."),
        { Status: TemplateStatus.Disabled } => NotApproved(132016, "The template is disabled", "Use another template."),
        { AwaitsAgreement: true, Status: TemplateStatus.Approved } => NotApproved(
            132001, "WhatsApp changed the template's category", "Agree to the new category, or use another template."),
        _ when MayPass(use, row) => NotApproved(132001, "The template is being reviewed", "Nothing to do: it is sent once the template is approved."),
        _ => NotApproved(132001, "The template is not approved", "Use a template that is approved."),
    };

    private static MessageError NotApproved(int code, string title, string advice) =>
        new() { Code = code, Title = title, Details = "template-not-approved", Advice = advice };
}
