using Mogambo.WhatsApp.Templates.Components;

namespace Mogambo.WhatsApp.Templates.Linting;

/// <summary>Bodies (fact sheet 12.3, 12.4).</summary>
internal static class BodyRules
{
    private const int MaxLineBreaks = 2;
    private const int MaxSpaces = 4;

    public static void Check(string place, int limit, TemplateContent content, bool isNamed, ProblemList problems)
    {
        if (content.Body is not { } body || string.IsNullOrWhiteSpace(body.Text))
        {
            problems.Add(place, "body-text-missing", "Give the body a text.");
            return;
        }

        problems.AddIf(
            TemplateText.LengthOf(body.Text) > limit, place, "body-too-long", $"Shorten the body to {limit} characters.", limit);
        var lines = body.Text.Replace("\r\n", "\n", StringComparison.Ordinal).Replace('\r', '\n');
        problems.AddIf(
            lines.Contains("\n\n\n", StringComparison.Ordinal),
            place, "body-line-breaks", $"Leave at most {MaxLineBreaks} line breaks in a row.", MaxLineBreaks);
        problems.AddIf(
            body.Text.Contains("     ", StringComparison.Ordinal), place, "body-spaces", $"Leave at most {MaxSpaces} spaces in a row.", MaxSpaces);
        VariableRules.Check(place, body, isNamed, problems);
        VariableRules.CheckPlacing(place, body, problems);
        VariableRules.CheckExamples(place, body, TemplateExamples.OfBody(content, isNamed), isNamed ? "body_text_named_params" : "body_text", problems);
    }
}
