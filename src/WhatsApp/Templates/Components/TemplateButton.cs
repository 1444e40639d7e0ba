using System.Text.Json;
using Mogambo.WhatsApp.Json;

namespace Mogambo.WhatsApp.Templates.Components;

/// <summary>A button (fact sheet 12.2).</summary>
/// <param name="Type">WhatsApp's word in upper case: QUICK_REPLY, URL, PHONE_NUMBER, COPY_CODE, OTP, FLOW, …</param>
/// <param name="Text">The label; null where it has none of its own.</param>
/// <param name="Url">Of a URL button.</param>
internal sealed record TemplateButton(string Type, string? Text, TemplateText? Url, JsonElement Json)
{
    public bool HasDynamicUrl => Url is { Variables.Count: > 0 };

    public string? PhoneNumber => Json.PeekText("phone_number"u8);

    /// <summary>The first example: WhatsApp writes it as a string here and as an array there.</summary>
    public string? Example => Json.Peek("example"u8) switch
    {
        { ValueKind: JsonValueKind.String } text => text.GetString(),
        { ValueKind: JsonValueKind.Array } list when list.GetArrayLength() > 0 && list[0].ValueKind == JsonValueKind.String => list[0].GetString(),
        _ => null,
    };

    public static TemplateButton Of(JsonElement button)
    {
        var type = button.PeekText("type"u8)?.ToUpperInvariant() ?? "";
        var url = type == "URL" ? TemplateText.Of(button.PeekText("url"u8) ?? "", VariableStyle.Any) : null;
        return new(type, button.PeekText("text"u8), url, button);
    }
}
