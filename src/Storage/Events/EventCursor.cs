using System.Diagnostics.CodeAnalysis;
using System.Globalization;

namespace Mogambo.Storage.Events;

/// <summary>
/// A place in the feed: the transaction that wrote the event, and its number. Numbers of two transactions may be given in one order and
/// committed in the other, so the transaction comes first, and a reader stops before the oldest that is still open. SQLite has one writer:
/// the transaction is 0 there.
/// </summary>
public readonly record struct EventCursor(long Transaction, long Number) : IComparable<EventCursor>, IParsable<EventCursor>
{
    /// <summary>Makes a cursor the id of the event that stands there.</summary>
    public const string IdPrefix = "evt_";

    public static EventCursor Start => default;

    public int CompareTo(EventCursor other) =>
        Transaction != other.Transaction ? Transaction.CompareTo(other.Transaction) : Number.CompareTo(other.Number);

    public static bool operator <(EventCursor left, EventCursor right) => left.CompareTo(right) < 0;

    public static bool operator <=(EventCursor left, EventCursor right) => left.CompareTo(right) <= 0;

    public static bool operator >(EventCursor left, EventCursor right) => left.CompareTo(right) > 0;

    public static bool operator >=(EventCursor left, EventCursor right) => left.CompareTo(right) >= 0;

    public static EventCursor Parse(string s, IFormatProvider? provider = null) =>
        TryParse(s, provider, out var cursor) ? cursor : throw new FormatException("This is no cursor of the feed.");

    /// <summary>Reads a cursor, or the id of an event, which is what a receiver has in its hand.</summary>
    public static bool TryParse([NotNullWhen(true)] string? s, IFormatProvider? provider, out EventCursor result)
    {
        result = default;
        s = s?.StartsWith(IdPrefix, StringComparison.Ordinal) == true ? s[IdPrefix.Length..] : s;
        var dash = s?.IndexOf('-', StringComparison.Ordinal) ?? -1;
        if (dash < 0
            || !long.TryParse(s.AsSpan(0, dash), NumberStyles.None, CultureInfo.InvariantCulture, out var transaction)
            || !long.TryParse(s.AsSpan(dash + 1), NumberStyles.None, CultureInfo.InvariantCulture, out var number))
        {
            return false;
        }

        result = new(transaction, number);
        return true;
    }

    public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"{Transaction}-{Number}");
}
