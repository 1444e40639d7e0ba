using System.Globalization;
using System.Text.Json;
using Mogambo.Gateway.Problems;
using static Mogambo.Gateway.Messages.Forms.Rules;

namespace Mogambo.Gateway.Messages.Forms;

/// <summary>What a user can tap in an interactive message (fact sheet 8.3).</summary>
internal static class InteractiveActions
{
    /// <summary>Rows of a list, in all of its sections.</summary>
    private const int MostRows = 10;

    public static readonly Rule Buttons = Object(("buttons", Required(List(
        Object(
            ("type", Required(OneOf("reply"))),
            ("reply", Required(Object(("id", Required(Text(256))), ("title", Required(Text(20))))))),
        most: 3)))) with
    { Also = ButtonsDiffer };

    public static readonly Rule Rows = Object(
        ("button", Required(Text(20))),
        ("sections", Required(List(
            Object(
                ("title", Text(24)),
                ("rows", Required(List(
                    Object(("id", Required(Text(200))), ("title", Required(Text(24))), ("description", Text(72, 0))), MostRows)))),
            most: 10)))) with
    { Also = RowsFit };

    public static readonly Rule Url = Object(
        ("name", Required(OneOf("cta_url"))),
        ("parameters", Required(Object(
            ("display_text", Required(Text(20))), ("url", Required(Address(2000, Uri.UriSchemeHttps, Uri.UriSchemeHttp)))))));

    public static readonly Rule PostalAddress = Object(
        ("name", Required(OneOf("address_message"))),
        ("parameters", Required(Object(
            ("country", Required(OneOf("IN", "SG"))), ("values", Any), ("saved_addresses", Any), ("validation_errors", Any)))));

    public static readonly Rule Flow = Object(
        ("name", Required(OneOf("flow"))),
        ("parameters", Required(Object(
            ("flow_message_version", Required(Text(8))), ("flow_id", Text(64)), ("flow_name", Text(256)), ("flow_cta", Required(Text(30))),
            ("mode", OneOf("draft", "published")), ("flow_token", Text(1024)), ("flow_action", OneOf("navigate", "data_exchange")),
            ("flow_action_payload", AnyObject)) with
        { Also = NamesOneFlow })));

    public static readonly Rule Cards = Object(("cards", Required(List(
        Object(
            ("card_index", Required(Number(0, 9))), ("type", Required(OneOf("cta_url"))), ("header", Required(HeaderForm.Picture)),
            ("body", Object(("text", Required(Text(160))))), ("action", Required(Url))),
        most: 10,
        least: 2)))) with
    { Also = CardsFit };

    public static Rule Named(string action) => Object(("name", Required(OneOf(action))));

    /// <summary>Adds an error at every item whose <paramref name="member"/> an earlier one has already.</summary>
    public static void Differ(IEnumerable<(string Path, JsonElement Item)> items, string member, FieldErrors errors)
    {
        var seen = new HashSet<string>(StringComparer.Ordinal);
        foreach (var (path, item) in items)
        {
            if (!seen.Add(item.GetProperty(member).ToString()))
            {
                errors.Add(FieldErrors.Join(path, member), "must differ from the others");
            }
        }
    }

    /// <summary>With several sections each needs a title.</summary>
    public static void SectionsHaveTitles(JsonElement sections, string path, FieldErrors errors)
    {
        foreach (var (sectionPath, section) in Items(sections, path).Where(_ => sections.GetArrayLength() > 1))
        {
            if (!section.TryGetProperty("title", out _))
            {
                errors.Add($"{sectionPath}.title", "is missing: with several sections each has a title");
            }
        }
    }

    public static IEnumerable<(string Path, JsonElement Item)> Items(JsonElement list, string path) =>
        list.EnumerateArray().Select((item, index) => (string.Create(CultureInfo.InvariantCulture, $"{path}[{index}]"), item));

    private static void ButtonsDiffer(JsonElement action, string path, FieldErrors errors)
    {
        var replies = Items(action.GetProperty("buttons"), $"{path}.buttons")
            .Select(button => ($"{button.Path}.reply", button.Item.GetProperty("reply")))
            .ToList();
        Differ(replies, "id", errors);
        Differ(replies, "title", errors);
    }

    private static void RowsFit(JsonElement action, string path, FieldErrors errors)
    {
        var sections = action.GetProperty("sections");
        SectionsHaveTitles(sections, $"{path}.sections", errors);
        var rows = Items(sections, $"{path}.sections")
            .SelectMany(section => Items(section.Item.GetProperty("rows"), $"{section.Path}.rows"))
            .ToList();
        if (rows.Count > MostRows)
        {
            errors.Add($"{path}.sections", $"must have at most {MostRows} rows in all; they have {rows.Count}");
        }

        Differ(rows, "id", errors);
    }

    private static void NamesOneFlow(JsonElement parameters, string path, FieldErrors errors)
    {
        if (parameters.TryGetProperty("flow_id", out _) == parameters.TryGetProperty("flow_name", out _))
        {
            errors.Add(path, "must have exactly one of flow_id and flow_name");
        }
    }

    private static void CardsFit(JsonElement action, string path, FieldErrors errors)
    {
        var cards = Items(action.GetProperty("cards"), $"{path}.cards").ToList();
        Differ(cards, "card_index", errors);
        if (cards.DistinctBy(card => card.Item.GetProperty("header").GetProperty("type").GetString()).Count() > 1)
        {
            errors.Add($"{path}.cards", "must all have the same type of header");
        }
    }
}
