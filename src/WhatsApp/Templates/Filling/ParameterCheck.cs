using System.Globalization;
using System.Text.Json;
using Mogambo.Templates;
using Mogambo.WhatsApp.Templates.Components;

namespace Mogambo.WhatsApp.Templates.Filling;

/// <summary>Compares what was given with what a template asks for, so that nothing is sent that WhatsApp would refuse (fact sheet 8.4).</summary>
internal sealed class ParameterCheck
{
    private readonly bool _isNamed;
    private readonly List<ParameterProblem> _problems;

    private ParameterCheck(bool isNamed, List<ParameterProblem> problems) => (_isNamed, _problems) = (isNamed, problems);

    public static void Check(TemplateDefinition template, TemplateContent content, GivenParameters given, List<ParameterProblem> problems)
    {
        var check = new ParameterCheck(template.IsNamed, problems);
        if (template.Category == TemplateCategory.Authentication)
        {
            CodeCheck.Check(content, given, problems);
            check.CheckOffer("", content, given);
            check.CheckCards("", content, given);
            check.CheckOthers("", content, given);
        }
        else
        {
            check.CheckComponents("", TemplateLimits.BodyOf(content), content, given);
        }
    }

    private void CheckComponents(string prefix, int bodyLimit, TemplateContent content, GivenParameters given)
    {
        var texts = new TextCheck(_isNamed, _problems);
        var header = $"{prefix}header";
        if (content.Header?.ParameterKind is { } kind)
        {
            MediaCheck.Check(header, kind, given.Header, _problems);
        }
        else
        {
            texts.Check(header, _ => header, content.Header?.Text, given.Header, TemplateLimits.Header);
        }

        texts.Check($"{prefix}body", variable => $"{prefix}body.{variable}", content.Body, given.Body, bodyLimit);
        ButtonCheck.Check(prefix, content.Buttons, given, _problems);
        CheckOffer(prefix, content, given);
        CheckCards(prefix, content, given);
        CheckOthers(prefix, content, given);
    }

    private void CheckOffer(string prefix, TemplateContent content, GivenParameters given)
    {
        var place = $"{prefix}limited_time_offer";
        if (!content.OfferExpires)
        {
            if (given.Offer.Items.Count > 0)
            {
                _problems.Add(new(place, "superfluous", "Leave it out; the template has no offer that ends."));
            }
        }
        else if (!given.Offer.IsWrong && !IsTime(given.Offer.Single))
        {
            _problems.Add(given.Offer.Single is null
                ? new(place, "missing", "Say when the offer ends, in Unix milliseconds.")
                : new(place, "wrong-kind", "Give one point in time in Unix milliseconds, a whole number."));
        }
    }

    private static bool IsTime(GivenParameter? given) =>
        given is { Kind: "text", Text: { } text } && long.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var ms) && ms > 0;

    private void CheckCards(string prefix, TemplateContent content, GivenParameters given)
    {
        var cards = content.Cards ?? [];
        for (var i = 0; i < cards.Count; i++)
        {
            CheckComponents($"{prefix}cards[{i}].", TemplateLimits.CardBody, cards[i], given.Cards.GetValueOrDefault(i, GivenParameters.None));
        }

        foreach (var index in given.Cards.Keys.Where(index => index >= cards.Count))
        {
            _problems.Add(new($"{prefix}cards[{index}]", "superfluous", $"Leave it out; the template has {cards.Count} cards."));
        }
    }

    private void CheckOthers(string prefix, TemplateContent content, GivenParameters given)
    {
        foreach (var (type, component) in given.Others)
        {
            if (!content.OtherTypes.Contains(type) || component.ValueKind != JsonValueKind.Object)
            {
                _problems.Add(new(prefix + type.ToLowerInvariant(), "superfluous", "Leave it out; the template has no such component with variables."));
            }
        }
    }
}
