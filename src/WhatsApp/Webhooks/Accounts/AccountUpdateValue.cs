namespace Mogambo.WhatsApp.Webhooks.Accounts;

/// <summary>Field <c>account_update</c> (fact sheet 6.2).</summary>
/// <param name="Event">In upper case: DISABLED_UPDATE, ACCOUNT_RESTRICTION, ACCOUNT_VIOLATION, PARTNER_REMOVED, …</param>
/// <param name="BanStates">With DISABLED_UPDATE: DISABLE, REINSTATE or SCHEDULE_FOR_DISABLE, in upper case.</param>
/// <param name="BanDate">As WhatsApp writes it.</param>
public sealed record AccountUpdateValue(
    string Event,
    string? PhoneNumber,
    string? Country,
    IReadOnlyList<string> BanStates,
    string? BanDate,
    string? Violation,
    IReadOnlyList<AccountRestriction> Restrictions) : WebhookValue;

/// <summary>What the account may not do until it ends, such as RESTRICTED_BIZ_INITIATED_MESSAGING: no template may be sent.</summary>
/// <param name="EndsAt">Null where WhatsApp says none.</param>
public sealed record AccountRestriction(string Type, DateTimeOffset? EndsAt);
