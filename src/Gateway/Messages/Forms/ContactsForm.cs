using System.Text.Json;
using Mogambo.Gateway.Problems;
using static Mogambo.Gateway.Messages.Forms.Rules;

namespace Mogambo.Gateway.Messages.Forms;

/// <summary>Contact cards (fact sheet 8.2): at most 257, each with <c>formatted_name</c> and one more part of a name.</summary>
internal static class ContactsForm
{
    private const int MostCards = 257;
    private const int MostEntries = 100;

    private static readonly string[] NameParts = ["first_name", "last_name", "middle_name", "prefix", "suffix"];

    private static readonly Rule Line = Text(1024, 0);
    private static readonly Rule Kind = Text(64, 0);

    private static readonly Rule Name = new ObjectRule([("formatted_name", Required(Text(1024))), .. NameParts.Select(part => (part, Line))])
    {
        Also = HasAnotherPart,
    };

    private static readonly Rule Card = Object(
        ("name", Required(Name)),
        ("phones", Entries(("phone", Text(64)), ("wa_id", Text(32)))),
        ("emails", Entries(("email", Text(320)))),
        ("addresses", Entries(
            ("street", Line), ("city", Line), ("state", Line), ("zip", Text(64, 0)), ("country", Line), ("country_code", Text(8, 0)))),
        ("org", Object(("company", Line), ("department", Line), ("title", Line))),
        ("urls", Entries(("url", Text(2048)))),
        ("birthday", Text(10)));

    public static readonly Rule Cards = List(Card, MostCards);

    private static Rule Entries(params (string Name, Rule Rule)[] members) => List(new ObjectRule([.. members, ("type", Kind)]), MostEntries, 0);

    private static void HasAnotherPart(JsonElement name, string path, FieldErrors errors)
    {
        if (!NameParts.Any(part => name.TryGetProperty(part, out var text) && text.GetString() is { Length: > 0 }))
        {
            errors.Add(path, $"must have one of {string.Join(", ", NameParts)} beside formatted_name");
        }
    }
}
