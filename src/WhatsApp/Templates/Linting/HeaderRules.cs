using System.Text.Json;
using System.Text.RegularExpressions;
using Mogambo.WhatsApp.Json;
using Mogambo.WhatsApp.Templates.Components;

namespace Mogambo.WhatsApp.Templates.Linting;

/// <summary>Headers: short plain text, or media with a sample (fact sheet 12.2, 12.3).</summary>
internal static partial class HeaderRules
{
    private const int MaxVariables = 1;

    public static void Check(string place, TemplateHeader header, bool isNamed, ProblemList problems)
    {
        if (header.Text is { } text)
        {
            CheckText(place, text, problems);
            VariableRules.Check(place, text, isNamed, problems);
            VariableRules.CheckExamples(place, text, TemplateExamples.OfHeader(header, isNamed), isNamed ? "header_text_named_params" : "header_text", problems);
        }
        else if (header.IsMedia)
        {
            problems.AddIf(
                !HasHandle(header.Json), place, "header-example-missing", "Upload a sample and give its handle in example.header_handle.");
        }
    }

    private static void CheckText(string place, TemplateText text, ProblemList problems)
    {
        problems.AddIf(string.IsNullOrWhiteSpace(text.Text), place, "header-text-missing", "Give the header a text, or leave the header out.");
        problems.AddIf(
            TemplateText.LengthOf(text.Text) > TemplateLimits.Header,
            place, "header-too-long", $"Shorten the header to {TemplateLimits.Header} characters.", TemplateLimits.Header);
        problems.AddIf(
            text.Pieces.Count(piece => piece.Kind == PieceKind.Variable) > MaxVariables,
            place, "header-variables", "Use at most one variable in the header.", MaxVariables);
        problems.AddIf(
            Markdown().IsMatch(text.Fill(_ => "x")), place, "header-markdown", "Take the formatting (* _ ~ `) out of the header; it is shown bold anyway.");
        problems.AddIf(text.Text.AsSpan().ContainsAny('\n', '\r'), place, "header-line-break", "Write the header on one line.");
    }

    private static bool HasHandle(JsonElement header) =>
        header.Peek("example"u8)?.Peek("header_handle"u8) is { ValueKind: JsonValueKind.Array } handles
        && handles.EnumerateArray().Any(handle => handle.ValueKind == JsonValueKind.String && handle.GetString()!.Length > 0);

    // *bold*, _italic_, ~struck~ at the edges of words, and ``` or ` around code.
    [GeneratedRegex(@"(^|[^\p{L}\p{N}])(\*[^\s*]([^*\n]*[^\s*])?\*|_[^\s_]([^_\n]*[^\s_])?_|~[^\s~]([^~\n]*[^\s~])?~)([^\p{L}\p{N}]|$)|`[^`]+`", RegexOptions.NonBacktracking | RegexOptions.CultureInvariant)]
    private static partial Regex Markdown();
}
