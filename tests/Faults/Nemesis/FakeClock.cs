namespace Mogambo.Faults.Nemesis;

/// <summary>A clock that is wrong, for one process only: Debian's <c>faketime</c>. Time that only runs on (timers, time-outs) is left right.</summary>
public static class FakeClock
{
    /// <summary>The variables of a process whose clock is off by so many hours.</summary>
    /// <exception cref="InvalidOperationException">The package is not installed.</exception>
    public static IReadOnlyDictionary<string, string> Off(int hours)
    {
        var library = Directory.Exists("/usr/lib")
            ? Directory.EnumerateFiles("/usr/lib", "libfaketimeMT.so.1", new EnumerationOptions { RecurseSubdirectories = true, IgnoreInaccessible = true }).FirstOrDefault()
            : null;
        return library is null
            ? throw new InvalidOperationException("A wrong clock needs the package faketime: apt-get install faketime.")
            : new Dictionary<string, string>
            {
                ["LD_PRELOAD"] = library,
                ["FAKETIME"] = FormattableString.Invariant($"{hours:+0;-0}h"),
                ["FAKETIME_DONT_FAKE_MONOTONIC"] = "1",
                ["DONT_FAKE_MONOTONIC"] = "1",
                ["FAKETIME_NO_CACHE"] = "1",
                // Its repair for older C libraries ends every wait of .NET with a time-out at once.
                ["FAKETIME_FORCE_MONOTONIC_FIX"] = "0",
            };
    }
}
