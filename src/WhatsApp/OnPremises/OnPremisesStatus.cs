using Mogambo.Conversations;
using Mogambo.Messages;

namespace Mogambo.WhatsApp.OnPremises;

/// <summary>
/// A status from an On-Premises instance (fact sheet 15.10). It echoes no attempt id: whose it is, is found by recipient and
/// <see cref="MessageId"/>.
/// </summary>
/// <param name="MessageId">The id that the instance gave in its answer to the send (<c>gBEG…</c>).</param>
/// <param name="Recipient">Null where the status names none.</param>
/// <param name="Pricing">WhatsApp's <c>pricing</c> object, JSON bytes.</param>
public sealed record OnPremisesStatus(
    string MessageId,
    UserId? Recipient,
    MessageStatus Status,
    DateTimeOffset At,
    MessageError? Error,
    SendRemedy Remedy,
    byte[]? Pricing);
