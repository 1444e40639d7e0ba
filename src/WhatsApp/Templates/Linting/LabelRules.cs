using Mogambo.WhatsApp.Templates.Components;

namespace Mogambo.WhatsApp.Templates.Linting;

/// <summary>The texts on buttons (fact sheet 12.3).</summary>
internal static class LabelRules
{
    private const int MaxLabel = 25;

    public static void CheckRequired(string place, string? label, ProblemList problems)
    {
        problems.AddIf(string.IsNullOrWhiteSpace(label), place, "label-missing", "Give the button a text.");
        Check(place, label, problems);
    }

    public static void Check(string place, string? label, ProblemList problems)
    {
        problems.AddIf(
            TemplateText.LengthOf(label ?? "") > MaxLabel, place, "label-too-long", $"Shorten the button's text to {MaxLabel} characters.", MaxLabel);
        problems.AddIf(
            TemplateText.Of(label ?? "", VariableStyle.Any).Pieces.Any(piece => piece.Kind != PieceKind.Literal),
            place, "label-variables", "Take the variables out of the button's text.", 0);
    }
}
