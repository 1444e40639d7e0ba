namespace Mogambo.Bench.Instance;

/// <summary>What the instance was asked to send: whether every message came once, in order, and to its own user.</summary>
/// <remarks>Every text carries its number, <c>m-{n}-</c>; the n-th message belongs to user <c>first + n % users</c>.</remarks>
/// <param name="before">The ledger before it: what it saw is doubled if it comes again.</param>
internal sealed class SendsLedger(long firstUser, int users, SendsLedger? before = null)
{
    private readonly Lock _lock = new();
    private readonly Dictionary<long, long> _lastOf = [];
    private readonly HashSet<long> _seen = before?._seen ?? [];

    public long Sends { get; private set; }

    public long Doubled { get; private set; }

    public long Misdirected { get; private set; }

    public long Inverted { get; private set; }

    /// <summary>Sends without a number.</summary>
    public long Unexpected { get; private set; }

    public void Add(long user, long? message)
    {
        lock (_lock)
        {
            Sends++;
            if (message is not { } n)
            {
                Unexpected++;
                return;
            }

            Doubled += _seen.Add(n) ? 0 : 1;
            Misdirected += firstUser + (n % users) == user ? 0 : 1;
            Inverted += _lastOf.TryGetValue(user, out var last) && last > n ? 1 : 0;
            _lastOf[user] = n;
        }
    }
}
