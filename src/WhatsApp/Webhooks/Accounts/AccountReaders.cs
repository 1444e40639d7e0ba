using System.Text.Json;
using Mogambo.WhatsApp.Json;

namespace Mogambo.WhatsApp.Webhooks.Accounts;

/// <summary>Reads the fields about accounts (fact sheet 6.2).</summary>
internal static class AccountReaders
{
    public static AccountUpdateValue Update(JsonElement value)
    {
        var banned = value.TryGetObject("ban_info"u8, out var ban);
        return new(
            value.RequiredWord("event"u8),
            value.IdOf("phone_number"u8),
            value.TextOf("country"u8),
            banned ? States(ban) : [],
            banned ? ban.IdOf("waba_ban_date"u8) : null,
            value.TryGetObject("violation_info"u8, out var violation) ? violation.TextOf("violation_type"u8) : null,
            value.TryGetArray("restriction_info"u8, out var list) ? [.. list.EnumerateArray().Select(Restriction)] : []);
    }

    public static AccountAlertValue Alert(JsonElement value)
    {
        var info = value.TryGetObject("alert_info"u8, out var alert) ? alert : value;
        return new(
            value.WordOf("entity_type"u8),
            value.IdOf("entity_id"u8),
            info.WordOf("alert_severity"u8),
            info.WordOf("alert_status"u8),
            info.RequiredWord("alert_type"u8),
            info.TextOf("alert_description"u8));
    }

    public static AccountReviewValue Review(JsonElement value) => new(value.RequiredWord("decision"u8));

    public static BusinessCapabilityValue Capability(JsonElement value) => new(
        value.IdOf("max_daily_conversations_per_business"u8),
        value.IdOf("max_daily_conversation_per_phone"u8),
        value.WholeOf("max_phone_numbers_per_business"u8),
        value.WholeOf("max_phone_numbers_per_waba"u8));

    // One word or a list of them: older bodies have the word alone.
    private static List<string> States(JsonElement ban) =>
        ban.Peek("waba_ban_state"u8) is { ValueKind: JsonValueKind.Array } states
            ? [.. states.EnumerateArray().Where(state => state.ValueKind == JsonValueKind.String).Select(state => state.GetString()!.ToUpperInvariant())]
            : ban.WordOf("waba_ban_state"u8) is { } state ? [state] : [];

    private static AccountRestriction Restriction(JsonElement restriction) =>
        new(restriction.RequiredWord("restriction_type"u8), restriction.TimeOf("expiration"u8));
}
