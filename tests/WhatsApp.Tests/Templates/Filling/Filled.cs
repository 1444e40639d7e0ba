using System.Text;
using System.Text.Json;
using Mogambo.WhatsApp.Templates;

namespace Mogambo.WhatsApp.Tests.Templates.Filling;

internal static class Filled
{
    /// <summary>What does not fit, as <c>placeholder rule</c>; every message is a sentence, and nothing is filled.</summary>
    public static IEnumerable<string> Problems(TemplateDefinition template, string? parameters)
    {
        var fits = new TemplateFiller(template).TryFill(parameters is null ? null : Made.Element(parameters), out var filled, out var problems);
        Assert.Equal(fits, problems.Count == 0);
        Assert.Equal(fits, filled is not null);
        Assert.All(problems, problem => Assert.EndsWith(".", problem.Message, StringComparison.Ordinal));
        return problems.Select(problem => $"{problem.Placeholder} {problem.Rule}");
    }

    public static void IsWrong(TemplateDefinition template, string? parameters, params string[] problems) =>
        Assert.Equal(problems, Problems(template, parameters));

    public static FilledTemplate Of(TemplateDefinition template, string? parameters)
    {
        Assert.Empty(Problems(template, parameters));
        new TemplateFiller(template).TryFill(parameters is null ? null : Made.Element(parameters), out var filled, out _);
        return filled!;
    }

    public static string Text(TemplateDefinition template, string? parameters) => Encoding.UTF8.GetString(Of(template, parameters).Content);

    /// <summary>The components that are sent; empty if there are none.</summary>
    public static string Components(TemplateDefinition template, string? parameters) =>
        Made.Element(Text(template, parameters)).GetProperty("template") is var sent && sent.TryGetProperty("components", out var components)
            ? JsonSerializer.Serialize(components, Relaxed)
            : "";

    private static readonly JsonSerializerOptions Relaxed = new() { Encoder = System.Text.Encodings.Web.JavaScriptEncoder.UnsafeRelaxedJsonEscaping };
}
