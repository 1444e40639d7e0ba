using System.Text.Json;
using Mogambo.WhatsApp.Json;

namespace Mogambo.WhatsApp.Webhooks.Numbers;

/// <summary>Reads the fields about business numbers (fact sheet 6.2).</summary>
internal static class NumberReaders
{
    public static PhoneNumberQualityValue Quality(JsonElement value) => new(
        Display(value),
        value.RequiredWord("event"u8),
        value.IdOf("old_limit"u8),
        value.IdOf("current_limit"u8),
        value.IdOf("max_daily_conversations_per_business"u8));

    public static PhoneNumberNameValue Name(JsonElement value) => new(
        Display(value),
        value.RequiredWord("decision"u8),
        value.TextOf("requested_verified_name"u8),
        value.TextOf("rejection_reason"u8));

    public static SecurityValue Security(JsonElement value) =>
        new(Display(value), value.RequiredWord("event"u8), value.IdOf("requester"u8));

    public static BusinessUsernameValue Username(JsonElement value) =>
        new(Display(value), value.TextOf("username"u8), value.RequiredWord("status"u8));

    private static string? Display(JsonElement value) => value.IdOf("display_phone_number"u8);
}
