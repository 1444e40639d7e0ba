using Mogambo.Accounts;
using Mogambo.Conversations;
using Mogambo.Messages;

namespace Mogambo.WhatsApp.Webhooks;

/// <summary>The typed content of a change, by its field. Fields that are not known yet are <see cref="UnknownValue"/>.</summary>
public abstract record WebhookValue;

/// <summary>Field <c>messages</c>: messages of users, statuses of messages the business sent, or errors of the number.</summary>
/// <param name="Number">The business number it is for.</param>
/// <param name="Messages">In the body's order.</param>
/// <param name="Statuses">Those that carry an attempt id of ours.</param>
/// <param name="OthersStatuses">How many statuses carry none: messages that someone else sent over this number.</param>
/// <param name="Errors">Errors WhatsApp reports of the number or account as a whole (such as 131035: it gave up delivering to us).</param>
public sealed record MessagesValue(
    PhoneNumberId Number,
    IReadOnlyList<ReceivedMessage> Messages,
    IReadOnlyList<StatusUpdate> Statuses,
    int OthersStatuses,
    IReadOnlyList<MessageError> Errors) : WebhookValue;

/// <summary>A message and whose it is.</summary>
public sealed record ReceivedMessage(UserId User, InboundMessage Message);

/// <summary>A field that is not known yet: kept as it came.</summary>
public sealed record UnknownValue : WebhookValue;
