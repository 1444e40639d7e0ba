using Mogambo.WhatsApp.Templates.Components;
using Mogambo.WhatsApp.Templates.Filling;

namespace Mogambo.WhatsApp.Templates;

/// <summary>How the user will see it.</summary>
/// <param name="Header">The text; of media its address, id or file name; null without a header.</param>
/// <param name="Body">
/// The text. Authentication templates have WhatsApp's own, which is shown here in English whatever the language (fact sheet 12.2).
/// </param>
public sealed record TemplatePreview(string? Header, string Body, string? Footer, IReadOnlyList<TemplatePreviewButton> Buttons)
{
    /// <summary>The cards of a carousel, each like a small template; null without one.</summary>
    public IReadOnlyList<TemplatePreview>? Cards { get; init; }

    /// <summary>How it looks with the examples it was written with; a variable without an example stays as it stands.</summary>
    public static TemplatePreview WithExamples(TemplateDefinition template) =>
        PreviewText.Of(template, TemplateContent.Of(template), GivenParameters.None);
}
