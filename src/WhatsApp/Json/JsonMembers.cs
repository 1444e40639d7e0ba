using System.Globalization;
using System.Runtime.InteropServices;
using System.Text;
using System.Text.Json;

namespace Mogambo.WhatsApp.Json;

/// <summary>
/// Members of WhatsApp's JSON objects. A member that is <c>null</c> counts as absent, members that nobody asks for are ignored; one of
/// the wrong type, or one that stands there twice, makes its part malformed.
/// </summary>
internal static class JsonMembers
{
    private static readonly DateTimeOffset Earliest = new(2010, 1, 1, 0, 0, 0, TimeSpan.Zero);
    private static readonly DateTimeOffset Latest = new(2100, 1, 1, 0, 0, 0, TimeSpan.Zero);

    public static ReadOnlySpan<byte> Raw(this JsonElement element) => JsonMarshal.GetRawUtf8Value(element);

    /// <exception cref="MalformedException">Not an object, or the member stands there twice.</exception>
    public static bool TryGet(this JsonElement element, ReadOnlySpan<byte> name, out JsonElement member)
    {
        if (element.ValueKind != JsonValueKind.Object)
        {
            throw new MalformedException($"what should hold {Text(name)} is not an object");
        }

        member = default;
        foreach (var property in element.EnumerateObject())
        {
            if (!IsNamed(property, name))
            {
                continue;
            }

            member = member.ValueKind == JsonValueKind.Undefined
                ? property.Value
                : throw new MalformedException($"{Text(name)} stands there twice");
        }

        return member.ValueKind is not (JsonValueKind.Undefined or JsonValueKind.Null);
    }

    /// <summary>The first member of this name, or of whatever has no such member nothing: for what may be wrong without harm.</summary>
    public static JsonElement? Peek(this JsonElement element, ReadOnlySpan<byte> name)
    {
        if (element.ValueKind == JsonValueKind.Object)
        {
            foreach (var property in element.EnumerateObject())
            {
                if (IsNamed(property, name))
                {
                    return property.Value;
                }
            }
        }

        return null;
    }

    /// <summary><see cref="Peek"/>, if it is a string.</summary>
    public static string? PeekText(this JsonElement element, ReadOnlySpan<byte> name) =>
        element.Peek(name) is { ValueKind: JsonValueKind.String } text ? text.GetString() : null;

    public static string? TextOf(this JsonElement element, ReadOnlySpan<byte> name) =>
        !element.TryGet(name, out var member) ? null
        : member.ValueKind == JsonValueKind.String ? member.GetString()
        : throw new MalformedException($"{Text(name)} is not a string");

    public static string RequiredText(this JsonElement element, ReadOnlySpan<byte> name) =>
        element.TextOf(name) is { Length: > 0 } text ? text : throw new MalformedException($"{Text(name)} is missing");

    /// <summary>One of WhatsApp's own words, in upper case: they are compared without regard to it (fact sheet 6.1).</summary>
    public static string? WordOf(this JsonElement element, ReadOnlySpan<byte> name) => element.TextOf(name)?.ToUpperInvariant();

    public static string RequiredWord(this JsonElement element, ReadOnlySpan<byte> name) => element.RequiredText(name).ToUpperInvariant();

    /// <summary>An id or a count: WhatsApp writes some as a string here and as a number there (fact sheet 1).</summary>
    public static string? IdOf(this JsonElement element, ReadOnlySpan<byte> name) =>
        !element.TryGet(name, out var member) ? null
        : member.ValueKind switch
        {
            JsonValueKind.String => member.GetString(),
            JsonValueKind.Number => member.GetRawText(),
            _ => throw new MalformedException($"{Text(name)} is neither a string nor a number"),
        };

    public static long? WholeOf(this JsonElement element, ReadOnlySpan<byte> name) =>
        element.IdOf(name) is not { } text ? null
        : long.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var number) ? number
        : throw new MalformedException($"{Text(name)} is not a whole number");

    /// <summary>Unix seconds, as string or number (fact sheet 1), between 2010 and 2100.</summary>
    public static DateTimeOffset? TimeOf(this JsonElement element, ReadOnlySpan<byte> name)
    {
        if (element.WholeOf(name) is not { } seconds)
        {
            return null;
        }

        return seconds >= Earliest.ToUnixTimeSeconds() && seconds < Latest.ToUnixTimeSeconds()
            ? DateTimeOffset.FromUnixTimeSeconds(seconds)
            : throw new MalformedException($"{Text(name)} is not between 2010 and 2100");
    }

    public static DateTimeOffset RequiredTime(this JsonElement element, ReadOnlySpan<byte> name) =>
        element.TimeOf(name) ?? throw new MalformedException($"{Text(name)} is missing");

    public static bool TryGetObject(this JsonElement element, ReadOnlySpan<byte> name, out JsonElement member) =>
        element.TryGetOf(JsonValueKind.Object, name, out member);

    public static bool TryGetArray(this JsonElement element, ReadOnlySpan<byte> name, out JsonElement member) =>
        element.TryGetOf(JsonValueKind.Array, name, out member);

    public static JsonElement RequiredArray(this JsonElement element, ReadOnlySpan<byte> name) =>
        element.TryGetArray(name, out var member) ? member : throw new MalformedException($"{Text(name)} is missing");

    private static bool TryGetOf(this JsonElement element, JsonValueKind kind, ReadOnlySpan<byte> name, out JsonElement member) =>
        element.TryGet(name, out member)
        && (member.ValueKind == kind ? true : throw new MalformedException($"{Text(name)} is not an {kind}"));

    // A name that is not Unicode cannot be compared, and is no name we ask for.
    private static bool IsNamed(JsonProperty property, ReadOnlySpan<byte> name)
    {
        try
        {
            return property.NameEquals(name);
        }
        catch (InvalidOperationException)
        {
            return false;
        }
    }

    private static string Text(ReadOnlySpan<byte> name) => Encoding.UTF8.GetString(name);
}
