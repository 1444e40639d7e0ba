using System.Buffers.Text;
using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using System.Text;

namespace Mogambo.Storage;

/// <summary>Where a page of a newest-first list ended; opaque to those who carry it back.</summary>
public readonly record struct PageCursor : IParsable<PageCursor>
{
    internal PageCursor(long at, string key) => (At, Key) = (at, key);

    internal long At { get; }

    internal string Key { get; }

    public static PageCursor Parse(string s, IFormatProvider? provider = null) =>
        TryParse(s, provider, out var cursor) ? cursor : throw new FormatException("This is no cursor of a list.");

    public static bool TryParse([NotNullWhen(true)] string? s, IFormatProvider? provider, out PageCursor result)
    {
        result = default;
        if (s is null || s.Length > 400 || !Base64Url.IsValid(s))
        {
            return false;
        }

        var text = Encoding.UTF8.GetString(Base64Url.DecodeFromChars(s));
        var slash = text.IndexOf('/', StringComparison.Ordinal);
        if (slash < 0
            || !long.TryParse(text.AsSpan(0, slash), NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var at)
            || text.Contains('\0', StringComparison.Ordinal))
        {
            return false;
        }

        result = new(at, text[(slash + 1)..]);
        return true;
    }

    public override string ToString() =>
        Base64Url.EncodeToString(Encoding.UTF8.GetBytes(string.Create(CultureInfo.InvariantCulture, $"{At}/{Key}")));
}
