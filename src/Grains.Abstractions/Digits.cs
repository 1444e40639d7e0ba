namespace Mogambo;

/// <summary>ASCII digits, the only ones WhatsApp's ids are made of.</summary>
internal static class Digits
{
    public static bool Are(ReadOnlySpan<char> text, int minLength, int maxLength) =>
        text.Length >= minLength && text.Length <= maxLength && !text.ContainsAnyExceptInRange('0', '9');
}
