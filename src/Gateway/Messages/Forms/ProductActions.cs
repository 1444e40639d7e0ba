using System.Text.Json;
using Mogambo.Gateway.Problems;
using static Mogambo.Gateway.Messages.Forms.Rules;

namespace Mogambo.Gateway.Messages.Forms;

/// <summary>Products of a catalogue in an interactive message (fact sheet 8.3).</summary>
internal static class ProductActions
{
    /// <summary>Products of a list, in all of its sections.</summary>
    private const int MostProducts = 30;

    private static readonly Rule Product = Text(256);

    public static readonly Rule One = Object(("catalog_id", Required(Text(64))), ("product_retailer_id", Required(Product)));

    public static readonly Rule Several = Object(
        ("catalog_id", Required(Text(64))),
        ("sections", Required(List(
            Object(("title", Text(24)), ("product_items", Required(List(Object(("product_retailer_id", Required(Product))), MostProducts)))),
            most: 10)))) with
    { Also = SectionsFit };

    public static readonly Rule Catalog = Object(
        ("name", Required(OneOf("catalog_message"))), ("parameters", Object(("thumbnail_product_retailer_id", Product))));

    private static void SectionsFit(JsonElement action, string path, FieldErrors errors)
    {
        var sections = action.GetProperty("sections");
        InteractiveActions.SectionsHaveTitles(sections, $"{path}.sections", errors);
        if (sections.EnumerateArray().Sum(section => section.GetProperty("product_items").GetArrayLength()) is > MostProducts and var products)
        {
            errors.Add($"{path}.sections", $"must have at most {MostProducts} products in all; they have {products}");
        }
    }
}
