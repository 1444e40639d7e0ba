using Mogambo.Storage.Inbox;

namespace Mogambo.Gateway.Tests.TestKit;

/// <summary>An inbox in memory, with the promises of the real one.</summary>
public sealed class FakeInbox : IInbox
{
    private readonly List<Row> _rows = [];
    private readonly Lock _lock = new();
    private readonly Happenings _removed = new("a row was removed");
    private long _lastId;

    /// <summary>Thrown by every call while it is set.</summary>
    public Exception? Outage { get; set; }

    public IReadOnlyList<NewInboxChange> Added { get; private set; } = [];

    public IReadOnlyList<(long Id, DateTimeOffset Until)> PutOff { get; private set; } = [];

    public int Count
    {
        get
        {
            lock (_lock)
            {
                return _rows.Count;
            }
        }
    }

    public Task AddAsync(
        IReadOnlyList<NewInboxChange> changes, Guid owner, DateTimeOffset claimedUntil, CancellationToken cancellationToken = default) =>
        DoAsync(() =>
        {
            Added = [.. Added, .. changes];
            _rows.AddRange(changes.Select(change => new Row(++_lastId, change, owner, owner, DateTimeOffset.MinValue, claimedUntil, 0)));
            return true;
        });

    public Task<IReadOnlyList<InboxChange>> TakeAsync(
        Guid owner, DateTimeOffset now, DateTimeOffset claimedUntil, int limit, CancellationToken cancellationToken = default) =>
        DoAsync<IReadOnlyList<InboxChange>>(() =>
        {
            var due = _rows.Where(row => row.Owner == owner ? row.DueAt <= now : row.ClaimedUntil <= now).Take(limit).ToList();
            List<InboxChange> taken = [];
            foreach (var row in due)
            {
                var claimed = row with { Owner = owner, DueAt = claimedUntil, ClaimedUntil = claimedUntil, Tries = row.Tries + 1 };
                _rows[_rows.IndexOf(row)] = claimed;
                taken.Add(new InboxChange(row.Id, row.Change.Account, row.Change.Conversation, row.Change.Payload, claimed.Tries) { IsOwn = row.AddedBy == owner });
            }

            return taken;
        });

    public Task GiveBackAsync(long id, DateTimeOffset at, CancellationToken cancellationToken = default) => PutOffAsync(id, at, cancellationToken);

    public Task PutOffAsync(long id, DateTimeOffset at, CancellationToken cancellationToken = default) => DoAsync(() =>
    {
        PutOff = [.. PutOff, (id, at)];
        var n = _rows.FindIndex(row => row.Id == id);
        _rows[n] = _rows[n] with { DueAt = at, ClaimedUntil = at };
        return true;
    });

    public Task ReleaseAsync(Guid owner, DateTimeOffset now, CancellationToken cancellationToken = default) => DoAsync(() =>
    {
        for (var n = 0; n < _rows.Count; n++)
        {
            _rows[n] = _rows[n].Owner == owner ? _rows[n] with { DueAt = now, ClaimedUntil = now } : _rows[n];
        }

        return true;
    });

    public Task RemoveAsync(IReadOnlyList<long> ids, CancellationToken cancellationToken = default) => DoAsync(() =>
    {
        var removed = _rows.RemoveAll(row => ids.Contains(row.Id));
        _removed.Add(removed);
        return true;
    });

    public Task<long> CountAsync(CancellationToken cancellationToken = default) => DoAsync(() => (long)_rows.Count);

    /// <summary>Returns once that many further rows are gone.</summary>
    public Task RemovedAsync(int rows = 1) => _removed.WaitAsync(rows);

    private Task<T> DoAsync<T>(Func<T> act)
    {
        lock (_lock)
        {
            return Outage is { } outage ? Task.FromException<T>(outage) : Task.FromResult(act());
        }
    }

    private sealed record Row(long Id, NewInboxChange Change, Guid AddedBy, Guid Owner, DateTimeOffset DueAt, DateTimeOffset ClaimedUntil, int Tries);
}
