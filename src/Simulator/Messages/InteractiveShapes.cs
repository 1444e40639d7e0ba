using System.Collections.Frozen;
using System.Text.Json;
using Mogambo.Simulator.Graph;
using static Mogambo.Simulator.Messages.MessageShapes;
using static Mogambo.Simulator.Messages.Value;

namespace Mogambo.Simulator.Messages;

/// <summary>Properties and limits of interactive messages (fact sheet 8.3).</summary>
internal static class InteractiveShapes
{
    private const int MostRows = 10;

    private static readonly Value Header = Object(new(
        ("type", Required(OneOf("text", "image", "video", "document"))),
        ("text", Text(60)), ("sub_text", Text(60)), ("image", Object(MediaFile)), ("video", Object(MediaFile)), ("document", Object(DocumentFile))));

    private static readonly Value Footer = Object(new(("text", Required(Text(60)))));

    private static readonly Value Products = List(new(("product_retailer_id", Required(Text(256)))), 30);

    private static readonly Shape UrlAction = new(
        ("name", Required(OneOf("cta_url"))),
        ("parameters", Required(Object(new(("display_text", Required(Text(20))), ("url", Required(Text(2000))))))));

    private static readonly FrozenDictionary<string, Shape> ByType = new Dictionary<string, Shape>
    {
        ["button"] = Message(1024, new(("buttons", Required(List(new(
            ("type", Required(OneOf("reply"))),
            ("reply", Required(Object(new(("id", Required(Text(256))), ("title", Required(Text(20)))))))), 3))))),
        ["list"] = Message(4096, new(
            ("button", Required(Text(20))),
            ("sections", Required(List(new(
                ("title", Text(24)),
                ("rows", Required(List(new(("id", Required(Text(200))), ("title", Required(Text(24))), ("description", Text(72, 0))), MostRows)))), MostRows))))),
        ["cta_url"] = Message(1024, UrlAction),
        ["location_request_message"] = Message(1024, Named("send_location")),
        ["address_message"] = Message(1024, new(("name", Required(OneOf("address_message"))), ("parameters", Required(Object(new(
            ("country", Required(Text(2))), ("values", Any()), ("saved_addresses", Any()), ("validation_errors", Any()))))))),
        ["flow"] = Message(1024, new(("name", Required(OneOf("flow"))), ("parameters", Required(Object(new(
            ("flow_message_version", Required(Text(8))), ("flow_id", Text(64)), ("flow_name", Text(256)), ("flow_cta", Required(Text(30))),
            ("mode", OneOf("draft", "published")), ("flow_token", Text(1024)), ("flow_action", OneOf("navigate", "data_exchange")),
            ("flow_action_payload", Any()))))))),
        ["carousel"] = Message(1024, new(("cards", Required(List(new(
            ("card_index", Required(Number())), ("type", Required(Text(32))), ("header", Required(Header)),
            ("body", Object(new(("text", Required(Text(160)))))), ("action", Required(Object(UrlAction)))), 10, 2))))),
        ["product"] = Message(1024, new(("catalog_id", Required(Text(64))), ("product_retailer_id", Required(Text(256)))), bodyRequired: false),
        ["product_list"] = Message(1024, new(("catalog_id", Required(Text(64))), ("sections", Required(List(new(
            ("title", Text(24)), ("product_items", Required(Products))), 10))))),
        ["catalog_message"] = Message(1024, new(("name", Required(OneOf("catalog_message"))), ("parameters", Object(new(
            ("thumbnail_product_retailer_id", Text(256))))))),
        ["call_permission_request"] = Message(1024, Named("call_permission_request")),
        ["request_contact_info"] = Message(1024, Named("request_contact_info")),
    }.ToFrozenDictionary();

    public static GraphError? Check(JsonElement interactive)
    {
        if (interactive.ValueKind != JsonValueKind.Object)
        {
            return GraphError.Of(131009, "Param interactive must be an object.");
        }

        if (!interactive.TryGetProperty("type", out var type))
        {
            return GraphError.Of(131008, "The parameter interactive.type is required.");
        }

        if (type.ValueKind != JsonValueKind.String || !ByType.TryGetValue(type.GetString()!, out var shape))
        {
            return GraphError.Of(131009, $"Param interactive.type must be one of {{{string.Join(", ", ByType.Keys)}}}.");
        }

        return shape.Check(interactive, "interactive") ?? type.GetString() switch
        {
            "button" => Unique(interactive.GetProperty("action").GetProperty("buttons").EnumerateArray().Select(button => button.GetProperty("reply")), "buttons", alsoTitles: true),
            "list" => CheckRows(interactive.GetProperty("action").GetProperty("sections")),
            _ => null,
        };
    }

    private static GraphError? CheckRows(JsonElement sections)
    {
        if (sections.GetArrayLength() > 1 && sections.EnumerateArray().Any(section => !section.TryGetProperty("title", out _)))
        {
            return GraphError.Of(131008, "The parameter title is required for every section when there are several.");
        }

        var rows = sections.EnumerateArray().SelectMany(section => section.GetProperty("rows").EnumerateArray()).ToList();
        return rows.Count > MostRows
            ? GraphError.Of(131009, $"A list has at most {MostRows} rows in all sections; it has {rows.Count}.")
            : Unique(rows, "rows", alsoTitles: false);
    }

    private static GraphError? Unique(IEnumerable<JsonElement> items, string what, bool alsoTitles)
    {
        var all = items.ToList();
        return all.DistinctBy(item => item.GetProperty("id").GetString()).Count() < all.Count
            || (alsoTitles && all.DistinctBy(item => item.GetProperty("title").GetString()).Count() < all.Count)
                ? GraphError.Of(131009, $"Ids and titles of {what} must be unique.")
                : null;
    }

    private static Shape Named(string action) => new(("name", Required(OneOf(action))));

    private static Shape Message(int longestBody, Shape action, bool bodyRequired = true) => new(
        ("type", Required(Text(64))),
        ("header", Header),
        ("body", Object(new(("text", Required(Text(longestBody))))) with { IsRequired = bodyRequired }),
        ("footer", Footer),
        ("action", Required(Object(action))));
}
