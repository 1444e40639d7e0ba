namespace Mogambo.WhatsApp.Templates.Components;

/// <summary>Takes a template's text apart into literals and variables, in one pass (fact sheet 12.4, rule 1).</summary>
internal static class TextScanner
{
    public static IReadOnlyList<TextPiece> Scan(string text, VariableStyle style)
    {
        var pieces = new List<TextPiece>();
        var literal = 0;
        var at = 0;
        while (at < text.Length)
        {
            if (text[at] is not ('{' or '}'))
            {
                at++;
                continue;
            }

            var end = EndOf(text, at);
            if (Piece(text.AsSpan(at, end - at), style) is { Kind: not PieceKind.Literal } piece)
            {
                AddLiteral(pieces, text, literal, at);
                pieces.Add(piece);
                literal = end;
            }

            at = end;
        }

        AddLiteral(pieces, text, literal, text.Length);
        return pieces;
    }

    private static void AddLiteral(List<TextPiece> pieces, string text, int start, int end)
    {
        if (end > start)
        {
            pieces.Add(new(PieceKind.Literal, text[start..end]));
        }
    }

    // Opening braces, what they hold, and the closing braces; or only the braces, where nothing closes them.
    private static int EndOf(string text, int start)
    {
        var opened = Skip(text, start, '{');
        var closing = text.AsSpan(opened).IndexOfAny('{', '}');
        return closing < 0 || text[opened + closing] == '{' ? Math.Max(opened, start + 1) : Skip(text, opened + closing, '}');
    }

    private static int Skip(string text, int at, char brace)
    {
        while (at < text.Length && text[at] == brace)
        {
            at++;
        }

        return at;
    }

    private static TextPiece Piece(ReadOnlySpan<char> raw, VariableStyle style)
    {
        var opened = raw.IndexOfAnyExcept('{');
        opened = opened < 0 ? raw.Length : opened;
        var closed = raw.Length - 1 - raw.LastIndexOfAnyExcept('}');
        var name = raw[Math.Min(opened, raw.Length - closed)..(raw.Length - closed)];
        if (opened <= 1 && closed <= 1 && !(opened + closed == 2 && IsNumber(name.Trim())))
        {
            return new(PieceKind.Literal, "");
        }

        return opened == 2 && closed == 2 && IsName(name) ? new(KindOf(name, style), name.ToString()) : new(PieceKind.Malformed, raw.ToString());
    }

    private static PieceKind KindOf(ReadOnlySpan<char> name, VariableStyle style) =>
        style == VariableStyle.Any || IsNumber(name) == (style == VariableStyle.Positional) ? PieceKind.Variable : PieceKind.Foreign;

    private static bool IsNumber(ReadOnlySpan<char> name) => name.Length > 0 && !name.ContainsAnyExceptInRange('0', '9');

    // A number is 1 to 9999 without leading zeros.
    private static bool IsName(ReadOnlySpan<char> name)
    {
        if (IsNumber(name))
        {
            return name[0] != '0' && name.Length <= 4;
        }

        foreach (var c in name)
        {
            if (!char.IsAsciiLetterLower(c) && !char.IsAsciiDigit(c) && c != '_')
            {
                return false;
            }
        }

        return name.Length > 0;
    }
}
