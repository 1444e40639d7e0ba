using System.Text;
using Mogambo.WhatsApp.Templates.Components;

namespace Mogambo.WhatsApp.Templates.Linting;

/// <summary>Variables: how they are written and numbered, where they stand, and their examples (fact sheet 12.4).</summary>
internal static class VariableRules
{
    public static void Check(string place, TemplateText text, bool isNamed, ProblemList problems)
    {
        problems.AddIf(
            text.Pieces.Any(piece => piece.Kind == PieceKind.Malformed),
            place, "variable-malformed",
            isNamed
                ? "Write variables as {{first_name}}: two braces, a to z, 0 to 9 and _, nothing else."
                : "Write variables as {{1}}: two braces and a number from 1, no spaces, nothing else.");
        problems.AddIf(
            text.Pieces.Any(piece => piece.Kind == PieceKind.Foreign),
            place, isNamed ? "positional-in-named" : "named-in-positional",
            isNamed
                ? "Name every variable, or set parameter_format to positional."
                : "Number every variable, or set parameter_format to named.");
        problems.AddIf(
            !isNamed && text.Variables.Select(TemplateText.Number).Where((number, index) => number != index + 1).Any(),
            place, "variables-not-contiguous", "Number the variables from {{1}} without gaps.");
    }

    /// <summary>What holds for bodies: not at an edge, not side by side, enough words between.</summary>
    public static void CheckPlacing(string place, TemplateText body, ProblemList problems)
    {
        var pieces = body.Pieces.Where(piece => piece.Kind != PieceKind.Literal || !string.IsNullOrWhiteSpace(piece.Text)).ToList();
        problems.AddIf(pieces[0].Kind != PieceKind.Literal, place, "variable-at-start", "Begin the body with words, not with a variable.");
        problems.AddIf(pieces[^1].Kind != PieceKind.Literal, place, "variable-at-end", "End the body with words or a full stop, not with a variable.");
        problems.AddIf(
            pieces.Zip(pieces.Skip(1)).Any(pair => pair is { First.Kind: not PieceKind.Literal, Second.Kind: not PieceKind.Literal }),
            place, "variables-adjacent", "Put words between variables.");
        var least = (2 * body.Variables.Count) + 1;
        problems.AddIf(
            body.Variables.Count > 0 && Words(body) < least,
            place, "too-few-words", $"Write at least {least} words beside the {body.Variables.Count} variables (twice as many and one more).", least);
    }

    public static void CheckExamples(
        string place, TemplateText text, IReadOnlyDictionary<string, string> examples, string member, ProblemList problems)
    {
        foreach (var variable in text.Variables)
        {
            if (!examples.TryGetValue(variable, out var example))
            {
                problems.Add(place, "example-missing", $"Give an example for {{{{{variable}}}}} in example.{member}.");
            }
            else
            {
                problems.AddIf(
                    string.IsNullOrWhiteSpace(example), place, "example-empty", $"Give an example that is not empty for {{{{{variable}}}}} in example.{member}.");
            }
        }
    }

    // A word is a run without white space that has a letter or a digit; scripts that write no spaces count by letters.
    private static int Words(TemplateText body)
    {
        var words = 0;
        foreach (var piece in body.Pieces.Where(piece => piece.Kind == PieceKind.Literal))
        {
            var inWord = false;
            foreach (var rune in piece.Text.EnumerateRunes())
            {
                var isLetter = Rune.IsLetterOrDigit(rune);
                var alone = isLetter && WritesNoSpaces(rune);
                words += isLetter && (alone || !inWord) ? 1 : 0;
                inWord = !alone && (isLetter || (inWord && !Rune.IsWhiteSpace(rune)));
            }
        }

        return words;
    }

    // Thai and Lao, Myanmar, Khmer, kana and ideographs.
    private static bool WritesNoSpaces(Rune rune) => rune.Value is
        (>= 0x0E00 and <= 0x0EFF) or (>= 0x1000 and <= 0x109F) or (>= 0x1780 and <= 0x17FF) or (>= 0x3040 and <= 0x30FF)
        or (>= 0x3400 and <= 0x9FFF) or (>= 0xF900 and <= 0xFAFF) or (>= 0x20000 and <= 0x3FFFF);
}
