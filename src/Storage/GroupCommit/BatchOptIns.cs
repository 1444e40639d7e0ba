using Mogambo.Storage.OptIns;

namespace Mogambo.Storage.GroupCommit;

/// <summary>The opt-ins that a batch reads and changes, merged one entry after the other.</summary>
internal sealed class BatchOptIns
{
    private readonly Dictionary<OptInKey, OptInState> _states = [];
    private readonly HashSet<OptInKey> _stored = [];
    private readonly HashSet<OptInKey> _changed = [];
    private readonly List<OptInEntryRow> _entries = [];

    /// <summary>Users whose row is to be inserted, sorted by key.</summary>
    public IEnumerable<KeyValuePair<OptInKey, OptInState>> Added => Changes.Where(row => !_stored.Contains(row.Key));

    /// <summary>Users whose row is to be changed, sorted by key.</summary>
    public IEnumerable<KeyValuePair<OptInKey, OptInState>> Changed => Changes.Where(row => _stored.Contains(row.Key));

    /// <summary>What is appended to the ledger, sorted by key; repeats among it.</summary>
    public IEnumerable<OptInEntryRow> Entries => _entries
        .OrderBy(row => row.Account, StringComparer.Ordinal)
        .ThenBy(row => row.User, StringComparer.Ordinal)
        .ThenBy(row => row.At)
        .ThenBy(row => row.Id);

    private IEnumerable<KeyValuePair<OptInKey, OptInState>> Changes => _states
        .Where(row => _changed.Contains(row.Key))
        .OrderBy(row => row.Key.Account, StringComparer.Ordinal)
        .ThenBy(row => row.Key.User, StringComparer.Ordinal);

    /// <summary>Takes over a row as it is stored.</summary>
    public void Read(OptInKey key, OptInState state)
    {
        _states[key] = state;
        _stored.Add(key);
    }

    public OptInState Of(OptInKey key) => _states.GetValueOrDefault(key, OptInState.None);

    /// <summary>Where a user would stand after these entries.</summary>
    public OptInState After(OptInKey key, IReadOnlyList<NewOptIn> entries) =>
        entries.Where(entry => OptInKey.Of(entry) == key).Aggregate(Of(key), (state, entry) => state.After(Clean(entry)));

    /// <summary>Writes an entry; returns where the user stood and stands.</summary>
    public (OptInState Before, OptInState After) Apply(NewOptIn entry)
    {
        entry = Clean(entry);
        var key = OptInKey.Of(entry);
        var before = Of(key);
        var after = before.After(entry);
        _entries.Add(new OptInEntryRow(entry));
        if (!ReferenceEquals(before, after))
        {
            _states[key] = after;
            _changed.Add(key);
        }

        return (before, after);
    }

    // The database keeps milliseconds: what is compared must be what is kept.
    private static NewOptIn Clean(NewOptIn entry) => entry with
    {
        Source = CleanText.Of(entry.Source),
        At = DateTimeOffset.FromUnixTimeMilliseconds(entry.At.ToUnixTimeMilliseconds()),
    };
}
