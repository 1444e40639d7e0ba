namespace Mogambo.WhatsApp;

/// <summary>Where a message goes: the exact <c>wa_id</c> WhatsApp gave last, or, where it hides the number, the business-scoped user id.</summary>
public readonly record struct Recipient(string? WaId, string? BusinessScopedUserId);
