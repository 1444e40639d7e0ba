namespace Mogambo.WhatsApp.Webhooks.Accounts;

/// <summary>Field <c>account_alerts</c> (fact sheet 6.2).</summary>
/// <param name="EntityType">BUSINESS, PHONE_NUMBER, …, in upper case.</param>
/// <param name="Severity">CRITICAL, WARNING or INFORMATIONAL, in upper case.</param>
/// <param name="Status">ACTIVE or NONE, in upper case.</param>
public sealed record AccountAlertValue(
    string? EntityType,
    string? EntityId,
    string? Severity,
    string? Status,
    string Type,
    string? Description) : WebhookValue;

/// <summary>Field <c>account_review_update</c>: APPROVED, REJECTED, PENDING or DEFERRED (fact sheet 6.2).</summary>
public sealed record AccountReviewValue(string Decision) : WebhookValue;

/// <summary>Field <c>business_capability_update</c>: the portfolio's limits (fact sheet 6.2 and 13).</summary>
/// <param name="MaxDailyConversationsPerBusiness">TIER_250, … or a number: unique users per 24 h outside the window.</param>
/// <param name="MaxDailyConversationsPerPhone">The same of each number, before February 2026; -1 is unlimited.</param>
public sealed record BusinessCapabilityValue(
    string? MaxDailyConversationsPerBusiness,
    string? MaxDailyConversationsPerPhone,
    long? MaxPhoneNumbersPerBusiness,
    long? MaxPhoneNumbersPerAccount) : WebhookValue;
