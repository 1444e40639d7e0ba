using System.Text.Json;
using Mogambo.WhatsApp.Json;

namespace Mogambo.WhatsApp.Templates.Filling;

/// <summary>Whether what was given for a header that is no text is of its kind (fact sheet 8.2 and 8.4).</summary>
internal static class MediaCheck
{
    public static void Check(string place, string kind, GivenList given, List<ParameterProblem> problems)
    {
        if (given.IsWrong)
        {
            return;
        }

        if (given.Single is not { } header)
        {
            problems.Add(new(place, "missing", $"Give the header's {kind}, such as {Example(kind)}."));
        }
        else if (given.Items.Count > 1)
        {
            problems.Add(new(place, "superfluous", $"Give one {kind}."));
        }
        else if (header.Kind != kind || header.Value is not { } value)
        {
            problems.Add(new(place, "wrong-kind", $"Give the header's {kind}, such as {Example(kind)}."));
        }
        else if (!IsWhole(kind, value))
        {
            problems.Add(new(place, "wrong-kind", Advice(kind)));
        }
    }

    private static bool IsWhole(string kind, JsonElement value) => kind switch
    {
        "location" => IsCoordinate(value.Peek("latitude"u8), 90) && IsCoordinate(value.Peek("longitude"u8), 180),
        "product" => value.PeekText("product_retailer_id"u8) is { Length: > 0 },
        _ => IsMedia(value),
    };

    private static bool IsMedia(JsonElement value)
    {
        var (id, link) = (value.PeekText("id"u8), value.PeekText("link"u8));
        return id is null
            ? Uri.TryCreate(link, UriKind.Absolute, out var address) && address.Scheme is "https" or "http"
            : id.Length > 0 && link is null;
    }

    private static bool IsCoordinate(JsonElement? json, double limit) => json switch
    {
        { ValueKind: JsonValueKind.Number } number => Math.Abs(number.GetDouble()) <= limit,
        { ValueKind: JsonValueKind.String } text =>
            double.TryParse(text.GetString(), System.Globalization.CultureInfo.InvariantCulture, out var value) && Math.Abs(value) <= limit,
        _ => false,
    };

    private static string Example(string kind) => kind switch
    {
        "location" => "{\"location\":{\"latitude\":…,\"longitude\":…}}",
        "product" => "{\"product\":{\"product_retailer_id\":…}}",
        _ => $"{{\"{kind}\":{{\"link\":…}}}}",
    };

    private static string Advice(string kind) => kind switch
    {
        "location" => "Give the location's latitude (-90 to 90) and longitude (-180 to 180).",
        "product" => "Give the product's product_retailer_id.",
        _ => $"Give the {kind} either an id or a link that begins with https, not both.",
    };
}
