using Mogambo.Accounts;
using Mogambo.Conversations;

namespace Mogambo.Storage.Contacts;

/// <summary>Something WhatsApp told about a user whose number it told, too.</summary>
/// <param name="User">The number in canonical form; never a business-scoped id.</param>
/// <param name="At">When it told so; an older word never overwrites a newer one.</param>
public sealed record ContactFact(AccountId Account, UserId User, DateTimeOffset At)
{
    /// <summary>The exact <c>wa_id</c>; null if nothing was said of it.</summary>
    public string? WaId { get; init; }

    /// <summary>The same person's business-scoped user id; null if nothing was said of it.</summary>
    public string? BusinessScopedUserId { get; init; }

    public bool IsOnWhatsApp { get; init; } = true;
}
