using Mogambo.WhatsApp.Templates.Components;

namespace Mogambo.WhatsApp.Templates.Linting;

/// <summary>Carousels: a few cards that are all alike (fact sheet 12.3).</summary>
internal static class CarouselRules
{
    private const int MinCards = 2;
    private const int MaxCards = 10;
    private const int MinButtons = 1;
    private const int MaxButtons = 2;

    public static void Check(IReadOnlyList<TemplateContent> cards, bool isNamed, ProblemList problems)
    {
        problems.AddIf(cards.Count < MinCards, "carousel", "too-few-cards", $"Give the carousel at least {MinCards} cards.", MinCards);
        problems.AddIf(cards.Count > MaxCards, "carousel", "too-many-cards", $"Keep at most {MaxCards} cards.", MaxCards);
        for (var i = 0; i < cards.Count; i++)
        {
            CheckCard($"cards[{i}].", cards[i], isNamed, problems);
        }

        problems.AddIf(
            cards.Select(Likeness).Distinct(StringComparer.Ordinal).Count() > 1,
            "carousel", "cards-differ", "Give all cards the same components, the same kind of header and the same types of buttons in the same order.");
    }

    private static void CheckCard(string prefix, TemplateContent card, bool isNamed, ProblemList problems)
    {
        if (!card.IsReadable)
        {
            problems.Add($"{prefix}components", "components-malformed", "Give the card's components as an array of objects, each with a type.");
            return;
        }

        ContentRules.CheckTypes(prefix, card, problems);
        ContentRules.CheckParts(prefix, TemplateLimits.CardBody, isNamed, card, problems);
        ButtonRules.Check(prefix, card.Buttons, isNamed, problems);
        problems.AddIf(card.Header is null, $"{prefix}header", "header-missing", "Give the card a header with an image, a video or a product.");
        problems.AddIf(card.Buttons.Count < MinButtons, $"{prefix}buttons", "buttons-missing", $"Give the card at least {MinButtons} button.", MinButtons);
        problems.AddIf(card.Buttons.Count > MaxButtons, $"{prefix}buttons", "too-many-buttons", $"Keep at most {MaxButtons} buttons on a card.", MaxButtons);
    }

    private static string Likeness(TemplateContent card) => string.Join(
        '/', [.. card.Types.Order(StringComparer.Ordinal), card.Header?.Format ?? "", .. card.Buttons.Select(button => button.Type)]);
}
