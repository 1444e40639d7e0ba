namespace Mogambo.Conversations;

/// <summary>
/// The 24 hours after a user's last message in which the business may send free-form messages (fact sheet 11.1). It follows the
/// message's own timestamp, never its arrival, so a webhook that comes late or twice opens nothing.
/// </summary>
[GenerateSerializer, Immutable, Alias("mogambo.customer-service-window")]
public readonly record struct CustomerServiceWindow([property: Id(0)] DateTimeOffset ClosesAt)
{
    public static readonly TimeSpan Length = TimeSpan.FromHours(24);

    /// <summary>A send claimed closer to the end than this could reach WhatsApp too late (error 131047).</summary>
    public static readonly TimeSpan Margin = TimeSpan.FromSeconds(60);

    public static CustomerServiceWindow NeverOpened => default;

    public bool IsOpenAt(DateTimeOffset now) => now < ClosesAt;

    /// <summary>Whether a free-form send that is claimed now reaches WhatsApp inside the window.</summary>
    public bool AllowsSendAt(DateTimeOffset now) => IsOpenAt(now + Margin);

    /// <summary>An older message never shortens the window; one dated in the future counts as sent now.</summary>
    public CustomerServiceWindow ExtendedBy(DateTimeOffset userMessageSentAt, DateTimeOffset now)
    {
        var closesAt = (userMessageSentAt < now ? userMessageSentAt : now) + Length;
        return closesAt > ClosesAt ? new(closesAt) : this;
    }
}
