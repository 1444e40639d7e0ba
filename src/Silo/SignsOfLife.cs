namespace Mogambo.Silo;

/// <summary>
/// Which members have left no sign of life in the table for as long as this process has watched it without a break. The signs' own times do not
/// count, only whether they change: clocks may differ.
/// </summary>
internal sealed class SignsOfLife(TimeProvider time)
{
    /// <summary>Several signs, so that a slow statement or a restart of the database is none too many.</summary>
    public static readonly TimeSpan Silence = TimeSpan.FromSeconds(30);

    /// <summary>Whoever did not look for longer knows nothing: others may have been kept from the database just like itself.</summary>
    private static readonly TimeSpan s_break = TimeSpan.FromSeconds(15);

    private Dictionary<SiloAddress, (DateTime Sign, long Since)> _seen = [];
    private long _looked = time.GetTimestamp();

    /// <summary>Takes a look, and returns the members that have been silent for <see cref="Silence"/>.</summary>
    public IReadOnlyList<SiloAddress> Look(IEnumerable<MembershipEntry> active)
    {
        var now = time.GetTimestamp();
        if (time.GetElapsedTime(_looked, now) > s_break)
        {
            _seen = [];
        }

        _looked = now;
        _seen = active.ToDictionary(
            member => member.SiloAddress,
            member => _seen.TryGetValue(member.SiloAddress, out var seen) && seen.Sign == member.IAmAliveTime ? seen : (member.IAmAliveTime, now));
        return [.. _seen.Where(member => time.GetElapsedTime(member.Value.Since, now) >= Silence).Select(member => member.Key)];
    }
}
