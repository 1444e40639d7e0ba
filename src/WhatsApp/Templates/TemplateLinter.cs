using Mogambo.WhatsApp.Templates.Components;
using Mogambo.WhatsApp.Templates.Linting;

namespace Mogambo.WhatsApp.Templates;

/// <summary>
/// Knows WhatsApp's rules for templates with their limits (fact sheet 12.2 to 12.4 and 12.8). Components and buttons of types it does not
/// know pass: WhatsApp adds new ones. Lengths are counted in Unicode characters, an emoji of one code point as one.
/// </summary>
public static class TemplateLinter
{
    /// <summary>Every rule that is broken; empty if WhatsApp has nothing to object to by form.</summary>
    public static IReadOnlyList<TemplateProblem> Lint(TemplateDefinition template)
    {
        var problems = new ProblemList();
        IdentityRules.Check(template, problems);
        var content = TemplateContent.Of(template);
        if (!content.IsReadable)
        {
            problems.Add("components", "components-malformed", "Give the components as an array of objects, each with a type.");
            return problems.All;
        }

        ContentRules.Check(template, content, problems);
        return problems.All;
    }
}
