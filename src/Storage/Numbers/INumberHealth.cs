using Mogambo.Accounts;
using Mogambo.Storage.Conversations;

namespace Mogambo.Storage.Numbers;

/// <summary>What WhatsApp says of numbers by webhook (fact sheet 6.2), and whether they are parked.</summary>
public interface INumberHealth
{
    /// <summary>The numbers of which anything is known.</summary>
    Task<IReadOnlyDictionary<PhoneNumberId, NumberHealth>> FindAsync(
        IReadOnlyCollection<PhoneNumberId> numbers, CancellationToken cancellationToken = default);

    /// <summary>Keeps news unless something newer is known; what it does not say stays. Returns whether it was kept.</summary>
    Task<bool> RecordAsync(PhoneNumberId number, NumberNews news, CancellationToken cancellationToken = default);
}

/// <param name="Quality">WhatsApp's word in lower case, <c>flagged</c> or <c>unflagged</c>; null if it said none.</param>
/// <param name="MessagingLimit">As WhatsApp writes it, <c>TIER_250</c> or a number; null if it said none.</param>
/// <param name="At">The time of the webhook's entry.</param>
public sealed record NumberNews(string? Quality, string? MessagingLimit, DateTimeOffset At)
{
    /// <summary>Whether it is newer than what is known, or says more of the same moment: repeats and late ones are neither.</summary>
    public bool IsNewTo(NumberHealth? known) => known?.At is not { } at || At > at || (At == at && SaysMoreThan(known));

    private bool SaysMoreThan(NumberHealth known) =>
        (Quality is not null && Quality != known.Quality) || (MessagingLimit is not null && MessagingLimit != known.MessagingLimit);
}

/// <param name="At">The entry time of the newest news; null if there was none.</param>
/// <param name="Park">Why nothing is sent; null if the number is not parked.</param>
public sealed record NumberHealth(string? Quality, string? MessagingLimit, DateTimeOffset? At, NumberPark? Park);
