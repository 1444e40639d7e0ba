using System.Buffers;
using System.Text;

namespace Mogambo.Storage;

/// <summary>
/// Makes text fit for a text column: users choose names freely, and PostgreSQL refuses U+0000 (22021) and no UTF-8 has lone surrogates.
/// What does not fit becomes U+FFFD; the raw bytes are kept elsewhere.
/// </summary>
internal static class CleanText
{
    private static readonly SearchValues<char> Suspects = SearchValues.Create(
        [.. Enumerable.Range('\uD800', 0x800).Select(c => (char)c), '\0']);

    [return: System.Diagnostics.CodeAnalysis.NotNullIfNotNull(nameof(text))]
    public static string? Of(string? text)
    {
        if (text is null || text.AsSpan().IndexOfAny(Suspects) < 0)
        {
            return text;
        }

        var clean = new StringBuilder(text.Length);
        foreach (var rune in text.EnumerateRunes())
        {
            clean.Append(rune.Value == 0 ? Rune.ReplacementChar : rune);
        }

        return clean.ToString();
    }
}
