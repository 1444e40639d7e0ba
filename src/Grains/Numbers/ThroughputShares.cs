namespace Mogambo.Numbers;

/// <summary>
/// Who may use how much of a number's throughput; no I/O, the time is given. A process that wants little gets what it wants, the others
/// share the rest evenly, and what nobody wants is spread over all. What a process may still be using, because it has not said that it got
/// a smaller lease, is not given to another before that lease has run out.
/// </summary>
internal sealed class ThroughputShares(double limit)
{
    /// <summary>How long a lease holds.</summary>
    public static readonly TimeSpan LeaseLength = TimeSpan.FromSeconds(3);

    private static readonly TimeSpan s_renewAfter = TimeSpan.FromSeconds(1);

    // Someone else must first hear that it has less.
    private static readonly TimeSpan s_askAgainSoon = TimeSpan.FromMilliseconds(250);

    private readonly Dictionary<Guid, Share> _shares = [];
    private long _lastId;

    public ThroughputLease Lease(ThroughputDemand demand, DateTimeOffset now)
    {
        Forget(now);
        var share = _shares.TryGetValue(demand.Process, out var known) ? known : _shares[demand.Process] = new Share();
        share.Grants.RemoveAll(grant => grant.Id < demand.Holding);
        share.Wanted = double.IsFinite(demand.MessagesPerSecond) ? Math.Clamp(demand.MessagesPerSecond, 0, limit) : 0;

        var fair = FairPart(share);
        var room = limit - _shares.Values.Where(other => other != share).Sum(other => other.InUse);
        var granted = Math.Clamp(fair, 0, Math.Max(0, room));
        _lastId = Math.Max(_lastId + 1, now.UtcTicks);
        share.Grants.Add(new(_lastId, granted, now + LeaseLength));
        return new(_lastId, granted, LeaseLength, granted < fair * 0.99 ? s_askAgainSoon : s_renewAfter);
    }

    private void Forget(DateTimeOffset now)
    {
        foreach (var (process, share) in _shares)
        {
            share.Grants.RemoveAll(grant => grant.ExpiresAt <= now);
            if (share.Grants.Count == 0)
            {
                _shares.Remove(process);
            }
        }
    }

    private double FairPart(Share asking)
    {
        var remaining = limit;
        var others = _shares.Count;
        var part = 0.0;
        foreach (var share in _shares.Values.OrderBy(share => share.Wanted))
        {
            var got = Math.Min(share.Wanted, remaining / others);
            part = share == asking ? got : part;
            remaining -= got;
            others--;
        }

        return part + (remaining / _shares.Count);
    }

    private sealed class Share
    {
        public List<Grant> Grants { get; } = [];

        public double Wanted { get; set; }

        /// <summary>The most that it may be using.</summary>
        public double InUse => Grants.Count == 0 ? 0 : Grants.Max(grant => grant.MessagesPerSecond);
    }

    private readonly record struct Grant(long Id, double MessagesPerSecond, DateTimeOffset ExpiresAt);
}
