using Mogambo.Accounts;
using Mogambo.Storage.Events;

namespace Mogambo.Gateway.Tests.TestKit;

/// <summary>A feed in memory.</summary>
public sealed class FakeEvents : IEvents
{
    private readonly List<StoredEvent> _events = [];
    private readonly Lock _lock = new();

    public StoredEvent Add(string account = Some.Account, DateTimeOffset? at = null)
    {
        lock (_lock)
        {
            var added = new StoredEvent(
                new EventCursor(0, _events.Count + 1), new(account), EventType.MessageReceived, "subject", "{\n\"text\":\"hello\"\n}"u8.ToArray(), at ?? DateTimeOffset.UnixEpoch);
            _events.Add(added);
            return added;
        }
    }

    public Task<IReadOnlyList<StoredEvent>> ReadAsync(
        AccountId account, EventCursor after, int limit, CancellationToken cancellationToken = default) =>
        Select(all => all.Where(one => one.Account == account && one.Cursor > after).Take(limit));

    public Task<IReadOnlyList<StoredEvent>> GetAsync(
        AccountId account, IReadOnlyList<EventCursor> cursors, CancellationToken cancellationToken = default) =>
        Select(all => all.Where(one => one.Account == account && cursors.Contains(one.Cursor)));

    public async Task<EventCursor> EndAsync(AccountId account, CancellationToken cancellationToken = default) =>
        new(0, (await Select(all => all)).Count);

    public async Task<EventCursor> FindAsync(AccountId account, DateTimeOffset since, CancellationToken cancellationToken = default) =>
        new(0, (await Select(all => all.Where(one => one.At < since))).Count);

    public Task AddAsync(IReadOnlyList<NewEvent> events, CancellationToken cancellationToken = default) => throw new NotSupportedException();

    private Task<IReadOnlyList<StoredEvent>> Select(Func<IEnumerable<StoredEvent>, IEnumerable<StoredEvent>> select)
    {
        lock (_lock)
        {
            return Task.FromResult<IReadOnlyList<StoredEvent>>([.. select(_events)]);
        }
    }
}
