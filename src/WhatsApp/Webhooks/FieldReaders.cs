using System.Collections.Frozen;
using System.Text.Json;
using Mogambo.Accounts;
using Mogambo.WhatsApp.Json;
using Mogambo.WhatsApp.Webhooks.Accounts;
using Mogambo.WhatsApp.Webhooks.Numbers;
using Mogambo.WhatsApp.Webhooks.Templates;
using Mogambo.WhatsApp.Webhooks.Users;

namespace Mogambo.WhatsApp.Webhooks;

/// <summary>Which field is read by what (fact sheet 4 to 6).</summary>
internal static class FieldReaders
{
    private static readonly FrozenDictionary<string, Func<ValueParts, WebhookValue>> ByParts =
        new Dictionary<string, Func<ValueParts, WebhookValue>>
        {
            ["messages"] = MessagesReader.Read,
            ["standby"] = parts => new StandbyValue(MessagesReader.Read(parts)),
            ["user_preferences"] = UserReaders.Preferences,
            ["smb_message_echoes"] = UserReaders.Echoes,
        }.ToFrozenDictionary();

    private static readonly FrozenDictionary<string, Func<JsonElement, WebhookValue>> AsAWhole =
        new Dictionary<string, Func<JsonElement, WebhookValue>>
        {
            ["message_template_status_update"] = TemplateReaders.Status,
            ["message_template_quality_update"] = TemplateReaders.Quality,
            ["message_template_components_update"] = TemplateReaders.Components,
            ["template_category_update"] = TemplateReaders.Category,
            ["phone_number_quality_update"] = NumberReaders.Quality,
            ["phone_number_name_update"] = NumberReaders.Name,
            ["security"] = NumberReaders.Security,
            ["business_username_update"] = NumberReaders.Username,
            ["account_update"] = AccountReaders.Update,
            ["account_alerts"] = AccountReaders.Alert,
            ["account_review_update"] = AccountReaders.Review,
            ["business_capability_update"] = AccountReaders.Capability,
            ["automatic_events"] = Other,
            ["calls"] = Other,
            ["flows"] = Other,
            ["group_lifecycle_update"] = Other,
            ["group_participants_update"] = Other,
            ["group_settings_update"] = Other,
            ["group_status_update"] = Other,
            ["history"] = Other,
            ["messaging_handovers"] = Other,
            ["partner_solutions"] = Other,
            ["payment_configuration_update"] = Other,
            ["smb_app_state_sync"] = Other,
            ["tracking_events"] = Other,
        }.ToFrozenDictionary();

    /// <summary>Whether one bad element of the field's lists leaves the others whole.</summary>
    public static bool IsReadByParts(string field) => ByParts.ContainsKey(field);

    /// <exception cref="MalformedException">The value does not read as the field's.</exception>
    public static WebhookValue Read(string field, ValueParts parts) =>
        ByParts.TryGetValue(field, out var byParts) ? byParts(parts)
        : AsAWhole.TryGetValue(field, out var whole) ? whole(parts.Value)
        : new UnknownValue();

    private static OtherKnownValue Other(JsonElement value) =>
        new(PhoneNumberId.TryParse(value.Peek("metadata"u8)?.PeekText("phone_number_id"u8), null, out var number) ? number : null);
}
