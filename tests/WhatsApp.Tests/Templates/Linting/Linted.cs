using Mogambo.WhatsApp.Templates;

namespace Mogambo.WhatsApp.Tests.Templates.Linting;

internal static class Linted
{
    /// <summary>What is wrong with a template, as <c>component rule limit</c>; every message is a sentence.</summary>
    public static IEnumerable<string> Problems(TemplateDefinition template)
    {
        var problems = TemplateLinter.Lint(template);
        Assert.All(problems, problem => Assert.EndsWith(".", problem.Message, StringComparison.Ordinal));
        return problems.Select(problem => $"{problem.Component} {problem.Rule}{(problem.Limit is { } limit ? $" {limit}" : "")}");
    }

    public static void IsRight(TemplateDefinition template) => Assert.Empty(Problems(template));

    public static void IsWrong(TemplateDefinition template, params string[] problems) => Assert.Equal(problems, Problems(template));
}
