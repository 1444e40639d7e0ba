using Mogambo.Conversations;

namespace Mogambo.Numbers;

/// <summary>
/// One number's room in one process: a token bucket that its lease fills, the conversations that wait in order, and the places kept for
/// those that were woken. No I/O; monotonic times are given in seconds. Not for several threads at once.
/// </summary>
/// <remarks>
/// It stays below the lease: what comes together of rate, burst and kept places within a second is at most 110 % of it, or one message
/// more where the lease is smaller than 20 a second.
/// </remarks>
internal sealed class NumberBucket
{
    /// <summary>The part of the lease that is used, so that a burst on top of it stays within.</summary>
    public const double Rate = 0.95;

    private const double BurstSeconds = 0.05;
    private const double PlaceSeconds = 0.1;
    private const double PlaceLifetime = 5;

    private readonly Queue<ConversationId> _queue = [];
    private readonly HashSet<ConversationId> _queued = [];
    private readonly Dictionary<ConversationId, double> _places = [];
    private double _leased;
    private double _leaseEnds = double.NegativeInfinity;
    private double _tokens;
    private double _filledAt;
    private double _usedAt = double.NegativeInfinity;
    private double _recentRate;
    private double _recentAt;

    public int Waiting => _queue.Count;

    /// <summary>When it was last asked for room.</summary>
    public double UsedAt => _usedAt;

    public bool IsLeased(double now) => now < _leaseEnds;

    private double Burst => Math.Max(1, _leased * BurstSeconds);

    private double MaxPlaces => Math.Max(1, _leased * PlaceSeconds);

    /// <summary>Takes the place that was kept, or a token if nobody waits; otherwise the conversation stands in the queue, once.</summary>
    public bool TryTake(ConversationId conversation, double now)
    {
        _usedAt = now;
        Fill(now);
        if (_places.Remove(conversation) || (_queue.Count == 0 && TryTakeToken()))
        {
            Count(now);
            return true;
        }

        if (_queued.Add(conversation))
        {
            _queue.Enqueue(conversation);
        }

        return false;
    }

    /// <summary>The next conversation to wake; a place is kept for it.</summary>
    public bool TryNext(double now, out ConversationId conversation)
    {
        Fill(now);
        LapsePlaces(now);
        if (_queue.Count == 0 || _places.Count + 1 > MaxPlaces || !TryTakeToken())
        {
            conversation = default;
            return false;
        }

        conversation = _queue.Dequeue();
        _queued.Remove(conversation);
        _places[conversation] = now + PlaceLifetime;
        return true;
    }

    /// <summary>The conversation was woken and did not take its place: someone else may.</summary>
    public void GiveUpPlace(ConversationId conversation, double now)
    {
        Fill(now);
        if (_places.Remove(conversation))
        {
            _tokens = Math.Min(_tokens + 1, Burst);
        }
    }

    /// <param name="askedAt">The lease counts from here, as the one who granted it counts from later.</param>
    public void Apply(ThroughputLease lease, double askedAt, double now)
    {
        Fill(now);
        _tokens = IsLeased(now) ? _tokens : lease.MessagesPerSecond > 0 ? 1 : 0;
        _leased = lease.MessagesPerSecond;
        _leaseEnds = lease.MessagesPerSecond > 0 ? askedAt + lease.Length.TotalSeconds : double.NegativeInfinity;
        _filledAt = now;
        _tokens = Math.Min(_tokens, Burst);
    }

    /// <summary>What it could use, in messages a second: what it used lately and half as much again, and who waits.</summary>
    public double Wanted(double now) => (Recent(now) * 1.5) + (_queue.Count * 2) + 1;

    /// <summary>Seconds until somebody who waits can be woken; null if that hangs on a lease, on a place, or on nobody waiting.</summary>
    public double? UntilNext(double now)
    {
        Fill(now);
        return _queue.Count == 0 || !IsLeased(now) ? null
            : _places.Count + 1 > MaxPlaces ? null
            : Math.Max(0, (1 - _tokens) / (_leased * Rate));
    }

    private void Fill(double now)
    {
        var until = Math.Min(now, _leaseEnds);
        if (until > _filledAt)
        {
            _tokens = Math.Min(_tokens + ((until - _filledAt) * _leased * Rate), Burst);
        }

        _filledAt = now;
        if (!IsLeased(now))
        {
            _tokens = 0;
        }
    }

    // Sums of parts of a token fall short of it by a rounding.
    private bool TryTakeToken()
    {
        if (_tokens < 1 - 1e-9)
        {
            return false;
        }

        _tokens = Math.Max(0, _tokens - 1);
        return true;
    }

    private void LapsePlaces(double now)
    {
        foreach (var (conversation, until) in _places)
        {
            if (until <= now)
            {
                _places.Remove(conversation);
            }
        }
    }

    private void Count(double now)
    {
        _recentRate = Recent(now) + 1;
        _recentAt = now;
    }

    private double Recent(double now) => _recentRate * Math.Exp(-(now - _recentAt));
}
