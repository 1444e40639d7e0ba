using Mogambo.Storage.Events;
using Mogambo.Storage.Subscriptions;

namespace Mogambo.Subscriptions;

/// <summary>The deliveries of one subject in one round, in the order of the feed: each goes only after the one before it went.</summary>
internal sealed class SubjectLane(string subject)
{
    private readonly SortedDictionary<EventCursor, Entry> _entries = [];

    /// <summary>The lane of what waits in the table.</summary>
    public static SubjectLane Of(string subject, IEnumerable<Delivery> stored, bool hasMore)
    {
        var lane = new SubjectLane(subject) { HasMore = hasMore };
        foreach (var delivery in stored)
        {
            lane._entries[delivery.Cursor] = new(delivery, IsStored: true, null);
        }

        return lane;
    }

    public string Subject => subject;

    /// <summary>What has changed and is to be written.</summary>
    public List<Delivery> Tried { get; } = [];

    /// <summary>What waits untried behind the lane's head.</summary>
    public List<Delivery> Waiting { get; } = [];

    /// <summary>Whether the table holds more of this subject than was read of it.</summary>
    public bool HasMore { get; private init; }

    /// <summary>Whether everything of this round went, so that what the table still holds is next.</summary>
    public bool IsEmptied { get; private set; }

    /// <summary>An event of the feed. One that waits already is there once; while the table holds more, it waits behind that.</summary>
    public void Add(StoredEvent @event)
    {
        if (_entries.TryGetValue(@event.Cursor, out var entry))
        {
            _entries[@event.Cursor] = entry with { Event = @event };
            return;
        }

        var delivery = new Delivery(@event.Cursor, @event.Subject, @event.Type);
        if (HasMore)
        {
            Waiting.Add(delivery);
        }
        else
        {
            _entries[@event.Cursor] = new(delivery, IsStored: false, @event);
        }
    }

    /// <summary>Deliveries whose events are still to be read.</summary>
    public IReadOnlyList<EventCursor> Missing => [.. _entries.Where(entry => entry.Value.Event is null).Select(entry => entry.Key)];

    /// <summary>Tries one after the other until one is to be tried again later, or <paramref name="mayGoOn"/> says no.</summary>
    /// <param name="tryAsync">Returns the delivery as it is after the try.</param>
    public async Task RunAsync(Func<bool> mayGoOn, Func<Delivery, StoredEvent?, Task<Delivery>> tryAsync, Func<DateTimeOffset> now)
    {
        var rest = new Queue<Entry>(_entries.Values);
        while (rest.Count > 0 && mayGoOn())
        {
            var delivery = await tryAsync(rest.Peek().Delivery, rest.Dequeue().Event);
            Tried.Add(delivery);
            if (delivery.State == DeliveryState.Waiting)
            {
                Hold(rest);
                return;
            }
        }

        IsEmptied = rest.Count == 0;
        if (rest.TryDequeue(out var head))
        {
            Tried.Add(head.Delivery with { NextAt = now() });
            Hold(rest);
        }
    }

    /// <summary>Lets everything wait behind what the table holds of this subject.</summary>
    public void Hold() => Hold(_entries.Values);

    private void Hold(IEnumerable<Entry> entries)
    {
        foreach (var entry in entries)
        {
            // Only the first of a subject says when it is due.
            if (!entry.IsStored)
            {
                Waiting.Add(entry.Delivery);
            }
            else if (entry.Delivery.NextAt is not null)
            {
                Tried.Add(entry.Delivery with { NextAt = null });
            }
        }
    }

    private sealed record Entry(Delivery Delivery, bool IsStored, StoredEvent? Event);
}
