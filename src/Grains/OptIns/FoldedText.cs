using System.Collections.Frozen;
using System.Globalization;
using System.Text;

namespace Mogambo.OptIns;

/// <summary>
/// A short text reduced to what people mean by it: without case, accents, full-width forms, invisible characters, doubled spaces, and
/// punctuation or spaces at its ends. The product runs without ICU, so <see cref="string.Normalize()"/> does nothing here beyond ASCII.
/// </summary>
internal static class FoldedText
{
    /// <summary>Longer texts are no words of command.</summary>
    public const int MaxLength = 100;

    private const string Accented = "àáâãäåāăąçćčďðèéêëēėęěğģìíîïīįıķĺļľłñńņňòóôõöøōőŕřśşšșťţțùúûüūůűųýÿźżžёйأإآٱىةی";
    private const string Plain = "aaaaaaaaacccddeeeeeeeeggiiiiiiikllllnnnnoooooooorrsssstttuuuuuuuuyyzzzеиاااايهي";

    private const string Edges = " .,!?;:…¡¿\"'“”«»؟،۔।。！-*_~";

    private static readonly FrozenDictionary<char, char> s_plain = Accented.Zip(Plain).ToFrozenDictionary(pair => pair.First, pair => pair.Second);

    public static string Of(string text)
    {
        var folded = new StringBuilder(text.Length);
        foreach (var original in text)
        {
            // Full-width forms stand at a fixed distance from ASCII.
            var c = original is >= '\uFF01' and <= '\uFF5E' ? (char)(original - 0xFEE0) : original;
            if (char.IsWhiteSpace(c))
            {
                if (folded.Length > 0 && folded[^1] != ' ')
                {
                    folded.Append(' ');
                }
            }
            else if (!IsInvisible(c))
            {
                c = c == 'İ' ? 'i' : char.ToLowerInvariant(c);
                folded.Append(s_plain.GetValueOrDefault(c, c));
            }
        }

        return folded.ToString().Trim(Edges.ToCharArray());
    }

    // Combining accents and Arabic vowel signs, the Arabic stretch, joiners and marks of direction, the choice of an emoji's form.
    private static bool IsInvisible(char c) =>
        c is (>= '\u0300' and <= '\u036F') or (>= '\u064B' and <= '\u0652') or '\u0640' or (>= '\uFE00' and <= '\uFE0F')
        || char.GetUnicodeCategory(c) is UnicodeCategory.Format or UnicodeCategory.Control;
}
