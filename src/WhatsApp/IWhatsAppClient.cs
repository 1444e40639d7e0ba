using Mogambo.Accounts;
using Mogambo.Messages;

namespace Mogambo.WhatsApp;

/// <summary>Speaks to the WhatsApp instance of a number.</summary>
public interface IWhatsAppClient
{
    /// <summary>The longest that one send takes, answer included. After it the outcome is unknown.</summary>
    static readonly TimeSpan SendDeadline = TimeSpan.FromSeconds(15);

    /// <summary>
    /// Makes one attempt, never a second. Returns within <see cref="SendDeadline"/> and says what became of it by evidence; throws only
    /// what is a bug. Cancelling before the first byte leaves is <see cref="SendOutcome.NotAccepted"/>, after it <see cref="SendOutcome.Unknown"/>.
    /// </summary>
    /// <param name="limit">Looked at right before the first byte of the content leaves: past it nothing is sent, and that is <see cref="SendOutcome.NotAccepted"/>.</param>
    Task<SendOutcome> SendAsync(
        BusinessNumber number, Recipient to, OutboundContent content, AttemptId attempt, FirstByteLimit limit, CancellationToken cancellationToken);
}
