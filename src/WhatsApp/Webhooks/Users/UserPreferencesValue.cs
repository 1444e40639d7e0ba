using Mogambo.Accounts;
using Mogambo.Conversations;

namespace Mogambo.WhatsApp.Webhooks.Users;

/// <summary>Field <c>user_preferences</c>: users who stopped or resumed marketing messages in WhatsApp (fact sheet 6.2).</summary>
public sealed record UserPreferencesValue(PhoneNumberId Number, IReadOnlyList<UserPreference> Preferences) : WebhookValue;

/// <summary>One user's choice. The later <see cref="At"/> is the one that holds.</summary>
/// <param name="User">By <c>wa_id</c> where it is told, otherwise by business-scoped user id.</param>
/// <param name="Category">WhatsApp knows <c>marketing_messages</c> only.</param>
/// <param name="Stop">True: no more of it; false: it may be sent again.</param>
public sealed record UserPreference(
    UserId User,
    string? BusinessScopedUserId,
    string Category,
    bool Stop,
    string? Details,
    DateTimeOffset At);
