using Mogambo.WhatsApp.Templates.Components;

namespace Mogambo.WhatsApp.Templates.Filling;

/// <summary>Authentication templates take one code, for the text and for the button alike (fact sheet 8.4).</summary>
internal static class CodeCheck
{
    /// <summary>Fact sheet 12.2.</summary>
    public const int MaxCodeLength = 15;

    public static void Check(TemplateContent content, GivenParameters given, List<ParameterProblem> problems)
    {
        var code = TemplateText.Of("{{1}}", VariableStyle.Positional);
        new TextCheck(false, problems).Check("body", variable => $"body.{variable}", code, given.Body, MaxCodeLength);
        if (given.Header.Items.Count > 0)
        {
            problems.Add(new("header", "superfluous", "Leave it out; authentication templates have no header."));
        }

        var buttons = TemplateShape.CodeButtons(content).ToHashSet();
        foreach (var (index, list) in given.Buttons.Where(button => button.Value.Items.Count > 0))
        {
            if (!buttons.Contains(index))
            {
                problems.Add(new($"buttons[{index}]", "superfluous", "Leave it out; only the button with the code takes one."));
            }
            else if (list.Items.Count > 1 || list.Single?.Text != given.Body.Single?.Text || list.SubType is not (null or "url" or "copy_code"))
            {
                problems.Add(new($"buttons[{index}]", "different-code", "Leave it out, or give the same code as in the body."));
            }
        }
    }
}
