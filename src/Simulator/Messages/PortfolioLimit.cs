namespace Mogambo.Simulator.Messages;

/// <summary>
/// How many users a business may write to outside their window, in any 24 hours and with all of its numbers together
/// (fact sheet 13). A restart begins anew.
/// </summary>
internal sealed class PortfolioLimit(SimulatorOptions options, TimeProvider time)
{
    private static readonly TimeSpan Period = TimeSpan.FromHours(24);

    private readonly Lock _gate = new();
    private readonly Dictionary<string, DateTimeOffset> _writtenAt = [];

    /// <summary>Whether the user may be written to; if so, the user counts from now.</summary>
    public bool Take(string user)
    {
        if (options.PortfolioLimit == 0)
        {
            return true;
        }

        lock (_gate)
        {
            var now = time.GetUtcNow();
            if (!_writtenAt.ContainsKey(user) && _writtenAt.Count >= options.PortfolioLimit)
            {
                foreach (var old in _writtenAt.Where(one => now - one.Value >= Period).Select(one => one.Key).ToList())
                {
                    _writtenAt.Remove(old);
                }

                if (_writtenAt.Count >= options.PortfolioLimit)
                {
                    return false;
                }
            }

            _writtenAt[user] = now;
            return true;
        }
    }

    public void Clear()
    {
        lock (_gate)
        {
            _writtenAt.Clear();
        }
    }
}
