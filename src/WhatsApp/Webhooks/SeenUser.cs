using System.Text.Json;
using Mogambo.Conversations;
using Mogambo.WhatsApp.Json;

namespace Mogambo.WhatsApp.Webhooks;

/// <summary>A user whose number WhatsApp told, and what else it said of them.</summary>
/// <param name="WaId">The exact <c>wa_id</c>, which may differ from the canonical digits.</param>
public sealed record SeenUser(UserId User, string WaId, string? BusinessScopedUserId, DateTimeOffset At)
{
    /// <summary>Whom a status is about; null if it says nothing that the canonical number does not.</summary>
    internal static SeenUser? OfRecipient(JsonElement status) =>
        status.PeekText("recipient_id"u8) is { } waId
        && UserId.TryParse(waId, null, out var user)
        && !user.IsBusinessScoped
        && status.PeekText("recipient_type"u8) is not "group"
        && MessageReader.BusinessScoped(status.PeekText("recipient_user_id"u8)) is var scoped
        && (scoped is not null || waId != user.Value)
            ? new(user, waId, scoped, status.RequiredTime("timestamp"u8))
            : null;
}
