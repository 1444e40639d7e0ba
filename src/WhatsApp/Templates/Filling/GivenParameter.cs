using System.Text.Json;
using Mogambo.WhatsApp.Json;

namespace Mogambo.WhatsApp.Templates.Filling;

/// <summary>One parameter as it was given, in whichever form.</summary>
/// <param name="Name">Where it was given by name.</param>
/// <param name="Kind">The Cloud API's word: <c>text</c>, <c>image</c>, <c>payload</c>, …; empty if it is none.</param>
/// <param name="Text">What is shown of it: the text, the fallback of a currency or a date, the payload, the coupon's code.</param>
/// <param name="Json">The object that it came in; null for a bare text or number.</param>
internal sealed record GivenParameter(string? Name, string Kind, string? Text, JsonElement? Json)
{
    private static readonly string[] ObjectKinds =
        ["image", "video", "document", "location", "product", "currency", "date_time", "action", "limited_time_offer"];

    private static readonly string[] TextKinds = ["text", "payload", "coupon_code"];

    /// <summary>The object that <see cref="Kind"/> names, such as the image; null for kinds that are texts.</summary>
    public JsonElement? Value => Json is { } json && json.TryGetProperty(Kind, out var value) && value.ValueKind == JsonValueKind.Object ? value : null;

    public static GivenParameter Of(string? name, JsonElement json) => json.ValueKind switch
    {
        JsonValueKind.String => new(name, "text", json.GetString(), null),
        JsonValueKind.Number => new(name, "text", json.GetRawText(), null),
        JsonValueKind.Object when KindOf(json) is { } kind => new(name ?? json.PeekText("parameter_name"u8), kind, TextOf(json, kind), json),
        _ => new(name, "", null, null),
    };

    /// <summary>Whether an object is a parameter and not values by name: one of WhatsApp's kinds with what belongs to it.</summary>
    public static bool IsParameter(JsonElement json) =>
        json.PeekText("type"u8) is { } type ? json.TryGetProperty(type.ToLowerInvariant(), out _)
        : ObjectKinds.Any(kind => json.TryGetProperty(kind, out var value) && value.ValueKind == JsonValueKind.Object);

    private static string? KindOf(JsonElement json) =>
        json.PeekText("type"u8)?.ToLowerInvariant()
        ?? ObjectKinds.Concat(TextKinds).FirstOrDefault(kind => json.TryGetProperty(kind, out _));

    private static string? TextOf(JsonElement json, string kind) =>
        !json.TryGetProperty(kind, out var value) ? null
        : value.ValueKind switch
        {
            JsonValueKind.String => value.GetString(),
            JsonValueKind.Number => value.GetRawText(),
            JsonValueKind.Object when kind is "currency" or "date_time" => value.PeekText("fallback_value"u8),
            _ => null,
        };
}
