using System.Globalization;
using System.Text;

namespace Mogambo.WhatsApp.Templates.Components;

/// <summary>A text of a template, taken apart once: filling joins pieces, so what is filled in is never looked at again.</summary>
internal sealed class TemplateText
{
    private TemplateText(string text, VariableStyle style)
    {
        Text = text;
        Pieces = TextScanner.Scan(text, style);
        var names = Pieces.Where(piece => piece.Kind == PieceKind.Variable).Select(piece => piece.Text).Distinct(StringComparer.Ordinal);
        Variables = style == VariableStyle.Positional ? [.. names.OrderBy(Number)] : [.. names];
    }

    public string Text { get; }

    public IReadOnlyList<TextPiece> Pieces { get; }

    /// <summary>The names, each once: numbers in their order, words as they first appear.</summary>
    public IReadOnlyList<string> Variables { get; }

    public static TemplateText Of(string text, VariableStyle style) => new(text, style);

    public static int Number(string variable) => int.Parse(variable, NumberStyles.None, CultureInfo.InvariantCulture);

    /// <summary>The length in Unicode characters.</summary>
    public static int LengthOf(string text)
    {
        var length = 0;
        foreach (var _ in text.EnumerateRunes())
        {
            length++;
        }

        return length;
    }

    /// <param name="valueOf">The value of a variable; null leaves it as it stands.</param>
    public string Fill(Func<string, string?> valueOf)
    {
        var filled = new StringBuilder(Text.Length);
        foreach (var piece in Pieces)
        {
            _ = piece.Kind switch
            {
                PieceKind.Variable => filled.Append(valueOf(piece.Text) ?? $"{{{{{piece.Text}}}}}"),
                PieceKind.Foreign => filled.Append("{{").Append(piece.Text).Append("}}"),
                _ => filled.Append(piece.Text),
            };
        }

        return filled.ToString();
    }
}
