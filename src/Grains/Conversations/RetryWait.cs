using Mogambo.Messages;

namespace Mogambo.Conversations;

/// <summary>How long a message waits after the instance refused it (fact sheet 13 and 14, design 4.3).</summary>
/// <param name="HeldFor">What it waits for, as the API shows it.</param>
/// <param name="PausesConversation">Whether the messages behind it wait too; long waits step aside.</param>
/// <param name="Counts">Whether the next wait of this message is longer.</param>
internal readonly record struct RetryWait(TimeSpan Delay, HeldFor HeldFor, bool PausesConversation, bool Counts = true)
{
    /// <summary>How often something held looks whether its reason is gone, should nobody tell it.</summary>
    public static readonly TimeSpan Held = TimeSpan.FromHours(1);

    private static readonly TimeSpan s_maxBackOff = TimeSpan.FromMinutes(5);

    /// <summary>No back-off is longer, unless WhatsApp asks for it.</summary>
    public static readonly TimeSpan LongestBackOff = s_maxBackOff * 1.25;

    private const int MaxBriefWaits = 3;

    /// <summary>The wait before the next attempt; null if nothing helps.</summary>
    public static RetryWait? After(SendOutcome.NotAccepted refusal, int waits, int attempt, MessageId message)
    {
        if (attempt >= AttemptId.MaxNumber)
        {
            return null;
        }

        return refusal.Remedy switch
        {
            SendRemedy.TryAgain => new(TimeSpan.Zero, HeldFor.Nothing, PausesConversation: true, Counts: false),
            SendRemedy.BackOff => new(refusal.RetryAfter ?? BackOff(waits, message), HeldFor.Number, PausesConversation: true),
            SendRemedy.BackOffBriefly => waits < MaxBriefWaits ? new(BackOff(waits, message), HeldFor.Nothing, PausesConversation: true) : null,
            SendRemedy.WaitForPair => new(Growing(TimeSpan.FromSeconds(1), 4, waits, TimeSpan.FromHours(2)), HeldFor.Pair, PausesConversation: true),
            SendRemedy.WaitMinutes => new(refusal.RetryAfter ?? Growing(TimeSpan.FromMinutes(1), 2, waits, TimeSpan.FromHours(1)), HeldFor.Number, PausesConversation: true),
            SendRemedy.WaitForUser => new(TimeSpan.FromHours(24) * Math.Pow(2, Math.Min(waits, 3)), HeldFor.User, PausesConversation: false),
            // Its approval may have come while the refusal was on its way, and woken nobody.
            SendRemedy.HoldForTemplate => new(Growing(TimeSpan.FromMinutes(1), 4, waits, Held), HeldFor.Template, PausesConversation: false),
            SendRemedy.ParkNumber => new(Held, HeldFor.Number, PausesConversation: false, Counts: false),
            _ => null,
        };
    }

    /// <summary>1 s × 2^n up to 5 minutes, and up to a quarter more, so that messages refused together do not come back together.</summary>
    private static TimeSpan BackOff(int waits, MessageId message) =>
        Growing(TimeSpan.FromSeconds(1), 2, waits, s_maxBackOff) * (1 + (message.Value.GetHashCode() & 0xFF) / 1024.0);

    private static TimeSpan Growing(TimeSpan first, int factor, int waits, TimeSpan atMost)
    {
        var times = Math.Pow(factor, Math.Min(waits, 12));
        return first * times < atMost ? first * times : atMost;
    }
}
