using System.Globalization;
using System.Text;

namespace Mogambo.WhatsApp.Templates.Filling;

/// <summary>Shows what was given for an address as an address has it: characters that no address holds become <c>%XX</c>, the others stay.</summary>
internal static class UrlText
{
    private const string Allowed = "-._~:/?#[]@!$&'()*+,;=";

    public static string Encode(string value)
    {
        var encoded = new StringBuilder(value.Length);
        for (var i = 0; i < value.Length; i++)
        {
            var c = value[i];
            if (char.IsAsciiLetterOrDigit(c) || Allowed.Contains(c, StringComparison.Ordinal) || IsEscape(value.AsSpan(i)))
            {
                encoded.Append(c);
                continue;
            }

            var isPair = char.IsHighSurrogate(c) && i + 1 < value.Length;
            foreach (var b in Encoding.UTF8.GetBytes(value, i, isPair ? 2 : 1))
            {
                encoded.Append(CultureInfo.InvariantCulture, $"%{b:X2}");
            }

            i += isPair ? 1 : 0;
        }

        return encoded.ToString();
    }

    private static bool IsEscape(ReadOnlySpan<char> text) =>
        text is ['%', var high, var low, ..] && char.IsAsciiHexDigit(high) && char.IsAsciiHexDigit(low);
}
