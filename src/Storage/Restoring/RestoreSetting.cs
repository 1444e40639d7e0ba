using System.Globalization;

namespace Mogambo.Storage.Restoring;

/// <summary>
/// What <c>Storage:Restored</c> says: nothing (PostgreSQL's own identity decides), <c>false</c> (it is the same database, whatever the
/// identity says), <c>true</c>, or a name or time of the restore. Each name takes effect once in a database.
/// </summary>
/// <param name="Name">Null unless there was a restore.</param>
/// <param name="Moment">The time the name tells, if it is one: when the lost database last answered anybody.</param>
internal sealed record RestoreSetting(string? Name, DateTimeOffset? Moment, bool IsDenied)
{
    /// <summary>The name that is no name: the server's identity is added, so that it counts once for each server.</summary>
    public const string Unnamed = "true";

    private const int MaxLength = 200;

    /// <param name="now">The time a moment must not lie after.</param>
    /// <exception cref="StorageStartupException">It is too long, or a time in the future.</exception>
    public static RestoreSetting Of(string? setting, DateTimeOffset now)
    {
        var name = CleanText.Of(setting?.Trim()) ?? "";
        if (name.Length == 0)
        {
            return new(null, null, IsDenied: false);
        }

        if (bool.TryParse(name, out var isRestored))
        {
            return isRestored ? new(Unnamed, null, IsDenied: false) : new(null, null, IsDenied: true);
        }

        if (name.Length > MaxLength)
        {
            throw new StorageStartupException($"Storage:Restored is true, false, or a name or time of the restore of at most {MaxLength} characters.");
        }

        // A date alone is a name: its midnight says nothing of when the database was lost.
        var isTime = name.Contains(':', StringComparison.Ordinal)
            & DateTimeOffset.TryParse(name, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var moment);
        return isTime && moment > now
            ? throw new StorageStartupException($"Storage:Restored is {name}, which is in the future: set the time at which the lost database stopped, or a name.")
            : new(name, isTime ? moment : null, IsDenied: false);
    }
}
