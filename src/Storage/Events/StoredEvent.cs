using Mogambo.Accounts;

namespace Mogambo.Storage.Events;

/// <summary>An event as it is read back, ready to be told.</summary>
/// <param name="Cursor">Where it stands in the feed.</param>
/// <param name="Subject">The conversation, or what else it is about.</param>
/// <param name="Data">JSON bytes. Of a message: the message as the API shows it, with the status that this event tells.</param>
public sealed record StoredEvent(EventCursor Cursor, AccountId Account, string Type, string Subject, byte[] Data, DateTimeOffset At)
{
    /// <summary>Names the event: <c>evt_…</c>, the same whenever it is told.</summary>
    public string Id => EventCursor.IdPrefix + Cursor;
}
