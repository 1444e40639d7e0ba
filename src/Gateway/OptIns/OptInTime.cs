using System.Globalization;

namespace Mogambo.Gateway.OptIns;

/// <summary>When somebody decided, as callers write it: RFC 3339, or a date alone (its first moment in UTC).</summary>
internal static class OptInTime
{
    public const string Expectation = "must be a time such as 2026-11-22T09:30:00Z, after the year 2000";

    /// <summary>Clocks differ a little: this much ahead is taken for now.</summary>
    public static readonly TimeSpan Tolerance = TimeSpan.FromSeconds(5);

    private static readonly string[] Formats = ["yyyy-MM-dd'T'HH:mm:ssK", "yyyy-MM-dd'T'HH:mm:ss.FFFFFFFK", "yyyy-MM-dd HH:mm:ssK", "yyyy-MM-dd"];

    public static bool TryParse(string? text, out DateTimeOffset at) =>
        DateTimeOffset.TryParseExact(
            text, Formats, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal | DateTimeStyles.AdjustToUniversal, out at)
        && at.Year >= 2000;

    public static bool IsFuture(DateTimeOffset at, DateTimeOffset now) => at > now + Tolerance;

    /// <summary>Never after now.</summary>
    public static DateTimeOffset NoLaterThan(DateTimeOffset at, DateTimeOffset now) => at < now ? at : now;
}
