using Mogambo.Accounts;
using Mogambo.Conversations;
using Mogambo.Messages;
using Mogambo.WhatsApp.OnPremises;

namespace Mogambo.WhatsApp.Webhooks;

/// <summary>Field <c>messages</c>: messages of users, statuses of messages the business sent, or errors of the number.</summary>
/// <param name="Number">The business number it is for.</param>
/// <param name="Messages">In the body's order.</param>
/// <param name="Statuses">Those that carry an attempt id of ours.</param>
/// <param name="OthersStatuses">
/// How many statuses move nothing: they carry no attempt id of ours (messages that someone else sent over this number), or a word that
/// is none of ours (<c>deleted</c>, <c>warning</c>).
/// </param>
/// <param name="Errors">Errors WhatsApp reports of the number or account as a whole (such as 131035: it gave up delivering to us).</param>
public sealed record MessagesValue(
    PhoneNumberId Number,
    IReadOnlyList<ReceivedMessage> Messages,
    IReadOnlyList<StatusUpdate> Statuses,
    int OthersStatuses,
    IReadOnlyList<MessageError> Errors) : WebhookValue
{
    /// <summary>Statuses of an On-Premises instance, which echo no attempt id: their message is found by WhatsApp's id.</summary>
    public IReadOnlyList<OnPremisesStatus> OnPremisesStatuses { get; init; } = [];

    /// <summary>Of the statuses' recipients those of whom WhatsApp says more than their canonical number.</summary>
    public IReadOnlyList<SeenUser> Recipients { get; init; } = [];
}

/// <summary>A message and whose it is.</summary>
public sealed record ReceivedMessage(UserId User, InboundMessage Message);
