using System.Globalization;

namespace Mogambo.Simulator.Options;

/// <summary>Durations as people type them: <c>250ms</c>, <c>6s</c>, <c>5m</c>, <c>24h</c>, <c>7d</c>, <c>off</c>, or <c>hh:mm:ss</c>.</summary>
internal static class Duration
{
    private static readonly (string Suffix, TimeSpan Unit)[] Units =
    [
        ("ms", TimeSpan.FromMilliseconds(1)),
        ("s", TimeSpan.FromSeconds(1)),
        ("m", TimeSpan.FromMinutes(1)),
        ("h", TimeSpan.FromHours(1)),
        ("d", TimeSpan.FromDays(1)),
    ];

    public static bool TryParse(string text, out TimeSpan duration)
    {
        foreach (var (suffix, unit) in Units)
        {
            if (text.EndsWith(suffix, StringComparison.OrdinalIgnoreCase)
                && double.TryParse(text.AsSpan(0, text.Length - suffix.Length), NumberStyles.Float, CultureInfo.InvariantCulture, out var count)
                && Math.Abs(count) * unit.TotalDays < 100_000)
            {
                duration = unit * count;
                return true;
            }
        }

        if (text == "0")
        {
            duration = TimeSpan.Zero;
            return true;
        }

        duration = default;
        return text.Contains(':', StringComparison.Ordinal) && TimeSpan.TryParse(text, CultureInfo.InvariantCulture, out duration);
    }
}
