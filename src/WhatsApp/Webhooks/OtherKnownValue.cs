using Mogambo.Accounts;

namespace Mogambo.WhatsApp.Webhooks;

/// <summary>
/// A field of fact sheet 6.2 of which nothing matters to text conversations (<c>calls</c>, <c>group_*</c>, <c>flows</c>, …) or whose
/// shape WhatsApp has not published (<c>messaging_handovers</c>): the body is kept raw.
/// </summary>
/// <param name="Number">The business number, where the value names one.</param>
public sealed record OtherKnownValue(PhoneNumberId? Number) : WebhookValue;
