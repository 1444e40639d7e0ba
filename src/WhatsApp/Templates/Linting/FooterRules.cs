using Mogambo.WhatsApp.Templates.Components;

namespace Mogambo.WhatsApp.Templates.Linting;

/// <summary>Footers: short text without variables (fact sheet 12.3).</summary>
internal static class FooterRules
{
    private const int MaxFooter = 60;

    public static void Check(string place, string footer, ProblemList problems)
    {
        problems.AddIf(string.IsNullOrWhiteSpace(footer), place, "footer-text-missing", "Give the footer a text, or leave the footer out.");
        problems.AddIf(
            TemplateText.LengthOf(footer) > MaxFooter, place, "footer-too-long", $"Shorten the footer to {MaxFooter} characters.", MaxFooter);
        problems.AddIf(
            TemplateText.Of(footer, VariableStyle.Any).Pieces.Any(piece => piece.Kind != PieceKind.Literal),
            place, "footer-variables", "Take the variables out of the footer.", 0);
    }
}
