using Mogambo.Conversations;

namespace Mogambo.Storage.Contacts;

/// <summary>What is kept of a user: only what the canonical number does not say by itself.</summary>
/// <param name="WaId">The exact <c>wa_id</c> where it differs from the canonical digits.</param>
/// <param name="BusinessScopedUserId">The other name of the same person, where WhatsApp told both.</param>
/// <param name="At">When WhatsApp said so last.</param>
public sealed record StoredContact(UserId User, string? WaId, bool IsOnWhatsApp, string? BusinessScopedUserId, DateTimeOffset At)
{
    /// <summary>How long "not on WhatsApp" is believed: as long as an On-Premises client itself believes it (fact sheet 15.5).</summary>
    public static readonly TimeSpan AbsenceLasts = TimeSpan.FromDays(7);

    /// <summary>Whether WhatsApp said that the number is not on WhatsApp, and not too long ago.</summary>
    public bool IsAbsentAt(DateTimeOffset now) => !IsOnWhatsApp && now - At < AbsenceLasts;

    /// <summary>A user of whom nothing is kept.</summary>
    internal static StoredContact Unknown(UserId user) => new(user, null, IsOnWhatsApp: true, null, DateTimeOffset.MinValue);

    /// <summary>Where the fact leaves it; the same instance if it says nothing new.</summary>
    internal StoredContact After(ContactFact fact)
    {
        if (fact.At < At)
        {
            return this;
        }

        var next = this with
        {
            WaId = fact.WaId is null ? WaId : fact.WaId == User.Value ? null : fact.WaId,
            IsOnWhatsApp = fact.IsOnWhatsApp,
            BusinessScopedUserId = fact.BusinessScopedUserId ?? BusinessScopedUserId,
        };
        return next == this && IsOnWhatsApp ? this : next with { At = fact.At };
    }
}
