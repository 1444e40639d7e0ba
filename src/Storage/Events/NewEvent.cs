using Mogambo.Accounts;

namespace Mogambo.Storage.Events;

/// <summary>
/// Something a business may want to know that is no message: messages and their statuses become events by themselves, in the commit that
/// writes them.
/// </summary>
/// <param name="Type">A word of <see cref="EventType"/>.</param>
/// <param name="Subject">What it is about: events of one subject are delivered in order.</param>
/// <param name="Data">The event's <c>data</c>, JSON bytes.</param>
public sealed record NewEvent(AccountId Account, string Type, string Subject, byte[] Data, DateTimeOffset At);
