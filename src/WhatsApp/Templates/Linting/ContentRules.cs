using Mogambo.Templates;
using Mogambo.WhatsApp.Templates.Components;

namespace Mogambo.WhatsApp.Templates.Linting;

/// <summary>Which components a template has, and each of them (fact sheet 12.2, 12.3).</summary>
internal static class ContentRules
{
    private const int MaxOfferText = 16;

    private static readonly string[] Once = ["HEADER", "BODY", "FOOTER", "BUTTONS", "LIMITED_TIME_OFFER", "CAROUSEL"];

    public static void Check(TemplateDefinition template, TemplateContent content, ProblemList problems)
    {
        CheckTypes("", content, problems);
        problems.AddIf(content.BodyJson is null, "body", "body-missing", "Add a component of type BODY.");
        if (template.Category == TemplateCategory.Authentication)
        {
            AuthenticationRules.Check(content, problems);
            return;
        }

        CheckParts("", TemplateLimits.BodyOf(content), template.IsNamed, content, problems);
        ButtonRules.Check("", content.Buttons, template.IsNamed, problems);
        problems.AddIf(
            content.Types.Contains("BUTTONS") && content.Buttons.Count == 0, "buttons", "buttons-missing", "Add a button or leave the component out.");
        CheckOffer(content, problems);
        if (content.Cards is { } cards)
        {
            CarouselRules.Check(cards, template.IsNamed, problems);
        }
    }

    /// <summary>Each type stands there at most once.</summary>
    public static void CheckTypes(string prefix, TemplateContent content, ProblemList problems)
    {
        foreach (var type in Once.Where(type => content.Types.Count(other => other == type) > 1))
        {
            problems.Add(prefix + type.ToLowerInvariant(), "component-twice", $"Keep one component of type {type}.");
        }

        problems.AddIf(content.Types.Contains(""), $"{prefix}components", "type-missing", "Give each component a type.");
    }

    /// <summary>Header, body and footer.</summary>
    public static void CheckParts(string prefix, int bodyLimit, bool isNamed, TemplateContent content, ProblemList problems)
    {
        if (content.Header is { } header)
        {
            HeaderRules.Check($"{prefix}header", header, isNamed, problems);
        }

        if (content.BodyJson is not null)
        {
            BodyRules.Check($"{prefix}body", bodyLimit, content, isNamed, problems);
        }

        if (content.FooterJson is not null)
        {
            FooterRules.Check($"{prefix}footer", content.Footer ?? "", problems);
        }
    }

    private static void CheckOffer(TemplateContent content, ProblemList problems)
    {
        if (content.Offer is { } offer)
        {
            var text = Json.JsonMembers.PeekText(offer, "text"u8);
            problems.AddIf(string.IsNullOrWhiteSpace(text), "limited_time_offer", "offer-text-missing", "Give the offer a text.");
            problems.AddIf(
                TemplateText.LengthOf(text ?? "") > MaxOfferText,
                "limited_time_offer", "offer-text-too-long", $"Shorten the offer's text to {MaxOfferText} characters.", MaxOfferText);
        }
    }
}
