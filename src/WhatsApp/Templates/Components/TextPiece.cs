namespace Mogambo.WhatsApp.Templates.Components;

internal enum PieceKind
{
    Literal,
    Variable,

    /// <summary>A variable as the template's other format would write it.</summary>
    Foreign,

    /// <summary>Braces that are no variable and look as if they were meant to be one.</summary>
    Malformed,
}

/// <summary>A stretch of a template's text. Of a variable <see cref="Text"/> is the name without its braces.</summary>
internal readonly record struct TextPiece(PieceKind Kind, string Text);
