namespace Mogambo.WhatsApp.Webhooks.Numbers;

/// <summary>Field <c>phone_number_quality_update</c> (fact sheet 6.2).</summary>
/// <param name="Event">In upper case: ONBOARDING, THROUGHPUT_UPGRADE; older: UPGRADE, DOWNGRADE, FLAGGED, UNFLAGGED.</param>
/// <param name="CurrentLimit">TIER_250, …; gone since February 2026.</param>
/// <param name="MaxDailyConversations"><c>max_daily_conversations_per_business</c>: TIER_250, … or a number.</param>
public sealed record PhoneNumberQualityValue(
    string? DisplayPhoneNumber,
    string Event,
    string? OldLimit,
    string? CurrentLimit,
    string? MaxDailyConversations) : WebhookValue;

/// <summary>Field <c>phone_number_name_update</c> (fact sheet 6.2).</summary>
/// <param name="Decision">In upper case: APPROVED, DEFERRED, PENDING or REJECTED.</param>
public sealed record PhoneNumberNameValue(
    string? DisplayPhoneNumber,
    string Decision,
    string? RequestedName,
    string? RejectionReason) : WebhookValue;

/// <summary>Field <c>security</c>: the number's two-step PIN (fact sheet 6.2).</summary>
/// <param name="Event">In upper case: PIN_CHANGED, PIN_RESET_REQUEST or PIN_REQUEST_SUCCESS.</param>
public sealed record SecurityValue(string? DisplayPhoneNumber, string Event, string? Requester) : WebhookValue;

/// <summary>Field <c>business_username_update</c> (fact sheet 6.2).</summary>
/// <param name="Status">In upper case: APPROVED, DELETED or RESERVED.</param>
public sealed record BusinessUsernameValue(string? DisplayPhoneNumber, string? Username, string Status) : WebhookValue;
