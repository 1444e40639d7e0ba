using Mogambo.Storage.Conversations;

namespace Mogambo.Storage.GroupCommit;

/// <summary>The portfolios that a batch's claims count for: how many users each has reached in the last 24 h.</summary>
internal sealed class BatchPortfolios
{
    public static readonly TimeSpan Window = TimeSpan.FromHours(24);

    private readonly Dictionary<string, (long Users, long Oldest)> _counts = [];
    private readonly Dictionary<(string Portfolio, string User), long> _users = [];
    private readonly HashSet<(string Portfolio, string User)> _used = [];

    /// <summary>What is written, sorted by key: when each user counted last.</summary>
    public IEnumerable<(string Portfolio, string User, long At)> Used => _used
        .OrderBy(key => key.Portfolio, StringComparer.Ordinal)
        .ThenBy(key => key.User, StringComparer.Ordinal)
        .Select(key => (key.Portfolio, key.User, _users[key]));

    /// <summary>Takes over a user of the batch that the portfolio has reached in the last 24 h.</summary>
    public void ReadUser(string portfolio, string user, long at) => _users[(portfolio, user)] = at;

    /// <summary>Takes over how many users the portfolio has reached, and when the one that leaves next was.</summary>
    public void ReadCount(string portfolio, long users, long oldest) => _counts[portfolio] = (users, oldest);

    /// <summary>When there is room for the user of this commit; null if there is now.</summary>
    public DateTimeOffset? FullUntil(ConversationCommit commit)
    {
        if (commit.Portfolio is not { } use || _users.ContainsKey((use.Name, commit.Id.User.Value)))
        {
            return null;
        }

        var (users, oldest) = _counts.GetValueOrDefault(use.Name);
        return users < use.MaxUsersPer24h ? null : DateTimeOffset.FromUnixTimeMilliseconds(oldest) + Window;
    }

    public void Use(ConversationCommit commit)
    {
        if (commit.Portfolio is not { } use)
        {
            return;
        }

        var (key, at) = ((use.Name, commit.Id.User.Value), use.At.ToUnixTimeMilliseconds());
        if (!_users.ContainsKey(key))
        {
            var (users, oldest) = _counts.GetValueOrDefault(use.Name, (0, at));
            _counts[use.Name] = (users + 1, Math.Min(oldest, at));
        }

        _users[key] = Math.Max(at, _users.GetValueOrDefault(key));
        _used.Add(key);
    }
}
