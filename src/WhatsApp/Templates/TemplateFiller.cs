using System.Diagnostics.CodeAnalysis;
using System.Text.Json;
using Mogambo.Templates;
using Mogambo.WhatsApp.Templates.Components;
using Mogambo.WhatsApp.Templates.Filling;

namespace Mogambo.WhatsApp.Templates;

/// <summary>Puts data into a template, literally: nothing in it is ever evaluated. What does not depend on the data is made once.</summary>
public sealed class TemplateFiller
{
    private readonly TemplateContent _content;
    private readonly TemplateUse _use;

    public TemplateFiller(TemplateDefinition template)
    {
        Template = template;
        _content = TemplateContent.Of(template);
        _use = new(template.Id, TemplateShape.Of(template, _content));
    }

    public TemplateDefinition Template { get; }

    /// <summary>
    /// Fills the template. <paramref name="parameters"/> is contract section 3's object, or the Cloud API's own <c>components</c> array
    /// (fact sheet 8.4), or null for none. The object has, each only where the template asks for it:
    /// <list type="bullet">
    /// <item><c>body</c>: values in order, or <c>{name: value}</c> as the template is. A value is a text, a number, or
    /// <c>{"currency":{…}}</c> / <c>{"date_time":{…}}</c>.</item>
    /// <item><c>header</c>: a text (alone, in an array, or as <c>{name: value}</c>), or <c>{"image":{"id"|"link"}}</c>, <c>video</c>,
    /// <c>document</c> (with <c>filename</c>), <c>location</c>, <c>product</c>.</item>
    /// <item><c>buttons</c>: an array by the buttons' places, null where there is nothing to give, or <c>{"1": …}</c>. A text is the end of
    /// the address, the payload, the coupon's code or the flow's token, as the button is; or <c>{"payload":…}</c>,
    /// <c>{"coupon_code":…}</c>, <c>{"action":{…}}</c>.</item>
    /// <item><c>limited_time_offer</c>: when it ends, Unix milliseconds.</item>
    /// <item><c>cards</c>: for each card of a carousel an object like this one.</item>
    /// </list>
    /// An authentication template takes its code in <c>body</c>; the button gets the same one.
    /// </summary>
    /// <param name="problems">What does not fit, all of it; empty on success.</param>
    public bool TryFill(
        JsonElement? parameters, [NotNullWhen(true)] out FilledTemplate? filled, out IReadOnlyList<ParameterProblem> problems)
    {
        var found = new List<ParameterProblem>();
        var given = ParameterReader.Read(parameters, found);
        if (given is not null)
        {
            ParameterCheck.Check(Template, _content, given, found);
        }

        problems = found;
        filled = given is null || found.Count > 0 ? null : new(
            ComponentWriter.Message(Template, _content, given), _use, PreviewText.Of(Template, _content, given));
        return filled is not null;
    }

    /// <summary>The preview that a fill would have; with null for the parameters, the one with the template's own examples.</summary>
    /// <param name="problems">What does not fit, all of it; empty on success.</param>
    public static bool TryPreview(
        TemplateDefinition template,
        JsonElement? parameters,
        [NotNullWhen(true)] out TemplatePreview? preview,
        out IReadOnlyList<ParameterProblem> problems)
    {
        if (parameters is null or { ValueKind: JsonValueKind.Null or JsonValueKind.Undefined })
        {
            problems = [];
            preview = TemplatePreview.WithExamples(template);
            return true;
        }

        preview = new TemplateFiller(template).TryFill(parameters, out var filled, out problems) ? filled.Preview : null;
        return preview is not null;
    }
}
