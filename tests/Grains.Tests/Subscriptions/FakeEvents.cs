using Mogambo.Accounts;
using Mogambo.Storage.Events;

namespace Mogambo.Grains.Tests.Subscriptions;

/// <summary>A feed in memory.</summary>
public sealed class FakeEvents : IEvents
{
    private readonly List<StoredEvent> _events = [];
    private readonly Lock _lock = new();

    public IReadOnlyList<StoredEvent> All => Do(() => _events.ToList());

    public StoredEvent Add(AccountId account, string subject, DateTimeOffset at, string type = EventType.MessageReceived) => Do(() =>
    {
        var added = new StoredEvent(new EventCursor(0, _events.Count + 1), account, type, subject, """{"text":"hello"}"""u8.ToArray(), at);
        _events.Add(added);
        return added;
    });

    public Task<IReadOnlyList<StoredEvent>> ReadAsync(
        AccountId account, EventCursor after, int limit, CancellationToken cancellationToken = default) => Task.FromResult(Do<IReadOnlyList<StoredEvent>>(
        () => [.. _events.Where(one => one.Account == account && one.Cursor > after).Take(limit)]));

    public Task<IReadOnlyList<StoredEvent>> GetAsync(
        AccountId account, IReadOnlyList<EventCursor> cursors, CancellationToken cancellationToken = default) => Task.FromResult(Do<IReadOnlyList<StoredEvent>>(
        () => [.. _events.Where(one => one.Account == account && cursors.Contains(one.Cursor))]));

    public Task<EventCursor> EndAsync(AccountId account, CancellationToken cancellationToken = default) =>
        Task.FromResult(Do(() => new EventCursor(0, _events.Count)));

    public Task<EventCursor> FindAsync(AccountId account, DateTimeOffset since, CancellationToken cancellationToken = default) =>
        Task.FromResult(Do(() => new EventCursor(0, _events.Count(one => one.At < since))));

    public Task AddAsync(IReadOnlyList<NewEvent> events, CancellationToken cancellationToken = default) => throw new NotSupportedException();

    private T Do<T>(Func<T> act)
    {
        lock (_lock)
        {
            return act();
        }
    }
}
