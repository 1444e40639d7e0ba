using System.Diagnostics.CodeAnalysis;
using Mogambo.Templates;

namespace Mogambo.WhatsApp.Templates;

/// <summary>A template as it is written: what a business creates and WhatsApp reviews (fact sheet 12.2).</summary>
public sealed record TemplateDefinition
{
    public required TemplateId Id { get; init; }

    public required TemplateCategory Category { get; init; }

    /// <summary>The components in the Cloud API's shape, JSON array bytes.</summary>
    public required byte[] Components { get; init; }

    /// <summary>Whether parameters have names instead of places.</summary>
    public bool IsNamed { get; init; }

    public int? MessageSendTtlSeconds { get; init; }

    /// <summary>Which parameters it asks for, as a short stable text; the same exactly when every set of parameters that fits one fits the other.</summary>
    public string Shape => throw new NotImplementedException();
}

/// <summary>A rule of WhatsApp's that a template breaks.</summary>
/// <param name="Component"><c>name</c>, <c>language</c>, <c>header</c>, <c>body</c>, <c>footer</c>, <c>buttons[1]</c>, …</param>
/// <param name="Rule">Stable word, such as <c>body-too-long</c>.</param>
/// <param name="Message">A sentence that says what to do.</param>
/// <param name="Limit">The rule's number, where it has one.</param>
public sealed record TemplateProblem(string Component, string Rule, string Message, int? Limit);

/// <summary>Knows WhatsApp's rules for templates with their limits (fact sheet 12.2 to 12.4 and 12.8).</summary>
public static class TemplateLinter
{
    /// <summary>Every rule that is broken; empty if WhatsApp has nothing to object to by form.</summary>
    public static IReadOnlyList<TemplateProblem> Lint(TemplateDefinition template) => throw new NotImplementedException();
}

/// <summary>A parameter that does not fit its template.</summary>
/// <param name="Placeholder">Such as <c>body.1</c>, <c>body.first_name</c>, <c>header</c>, <c>buttons[0]</c>.</param>
/// <param name="Rule"><c>missing</c>, <c>superfluous</c>, <c>empty</c>, <c>line-break</c>, <c>tab</c>, <c>spaces</c>, <c>too-long</c>, <c>wrong-kind</c>, <c>named-instead-of-positional</c>, …</param>
public sealed record ParameterProblem(string Placeholder, string Rule, string Message);

/// <summary>A template with a user's data in it.</summary>
/// <param name="Content">The message for the instance: <c>{"type":"template","template":{"name","language":{"code"},"components":[…]}}</c>, JSON bytes.</param>
public sealed record FilledTemplate(byte[] Content, TemplateUse Use, TemplatePreview Preview);

/// <summary>How the user will see it.</summary>
public sealed record TemplatePreview(string? Header, string Body, string? Footer, IReadOnlyList<TemplatePreviewButton> Buttons);

/// <summary>A button of a preview.</summary>
/// <param name="Type">WhatsApp's word in lower case: <c>url</c>, <c>quick_reply</c>, …</param>
/// <param name="Value">The address with its dynamic part, the phone number, the code.</param>
public sealed record TemplatePreviewButton(string Type, string Text, string? Value);

/// <summary>Puts data into templates, literally: nothing in it is ever evaluated.</summary>
public static class TemplateFiller
{
    /// <summary>
    /// Fills a template. <paramref name="parameters"/> is contract section 3's <c>{"body":[…]|{name:value},"header":…,"buttons":[…]}</c>,
    /// or the Cloud API's own <c>components</c> array, or null for none.
    /// </summary>
    /// <param name="problems">What does not fit, all of it; empty on success.</param>
    public static bool TryFill(
        TemplateDefinition template,
        System.Text.Json.JsonElement? parameters,
        [NotNullWhen(true)] out FilledTemplate? filled,
        out IReadOnlyList<ParameterProblem> problems) => throw new NotImplementedException();
}
