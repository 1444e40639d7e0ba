using System.Text.Json;
using Mogambo.WhatsApp.Json;

namespace Mogambo.WhatsApp.Webhooks.Users;

/// <summary>Reads the fields about users and what is written to them (fact sheet 6.2).</summary>
internal static class UserReaders
{
    public static UserPreferencesValue Preferences(ValueParts parts) =>
        new(MessagesReader.NumberOf(parts.Value), parts.Read("user_preferences"u8, Preference));

    public static MessageEchoesValue Echoes(ValueParts parts) =>
        new(MessagesReader.NumberOf(parts.Value), parts.Read("message_echoes"u8, Echo));

    private static UserPreference Preference(JsonElement preference)
    {
        var userId = preference.TextOf("user_id"u8);
        return new(
            MessageReader.UserOf(preference.TextOf("wa_id"u8), userId),
            MessageReader.BusinessScoped(userId),
            preference.RequiredText("category"u8),
            preference.RequiredWord("value"u8) switch
            {
                "STOP" => true,
                "RESUME" => false,
                _ => throw new MalformedException("value is neither stop nor resume"),
            },
            preference.TextOf("detail"u8),
            preference.RequiredTime("timestamp"u8));
    }

    private static MessageEcho Echo(JsonElement echo)
    {
        var type = MessageReader.TypeOf(echo);
        return new(
            MessageReader.UserOf(echo.TextOf("to"u8), echo.TextOf("to_user_id"u8)),
            MessageReader.IdOf(echo),
            echo.RequiredTime("timestamp"u8),
            type,
            MessageText.Of(echo, type),
            echo.Raw().ToArray());
    }
}
