using Mogambo.Accounts;
using Mogambo.Storage.Messages;

namespace Mogambo.Storage.Events;

/// <summary>A new event as its columns: of a message its key and the status it tells, of anything else its data.</summary>
internal sealed record EventRow(string Account, string Type, string Subject, MessageKey? Message, string? Status, byte[]? Data, long At, long RecordedAt)
{
    public static EventRow Of(NewEvent item, DateTimeOffset now) => new(
        item.Account.Value,
        CleanText.Of(item.Type),
        CleanText.Of(item.Subject),
        null,
        null,
        item.Data,
        item.At.ToUnixTimeMilliseconds(),
        now.ToUnixTimeMilliseconds());

    public static EventRow Of(
        AccountId account, string type, string conversation, MessageKey message, string status, DateTimeOffset at, DateTimeOffset now) =>
        new(account.Value, type, conversation, message, status, null, at.ToUnixTimeMilliseconds(), now.ToUnixTimeMilliseconds());
}
