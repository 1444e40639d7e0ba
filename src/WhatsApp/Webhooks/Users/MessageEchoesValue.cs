using Mogambo.Accounts;
using Mogambo.Conversations;

namespace Mogambo.WhatsApp.Webhooks.Users;

/// <summary>
/// Field <c>smb_message_echoes</c>: what the business typed in its phone's app beside this API. It neither opens nor extends the window
/// (fact sheet 6.2).
/// </summary>
public sealed record MessageEchoesValue(PhoneNumberId Number, IReadOnlyList<MessageEcho> Echoes) : WebhookValue;

/// <summary>One message the business sent by hand.</summary>
/// <param name="Content">WhatsApp's message object, the JSON bytes as they came.</param>
public sealed record MessageEcho(UserId To, string Wamid, DateTimeOffset SentAt, string Type, string? Text, byte[] Content);
