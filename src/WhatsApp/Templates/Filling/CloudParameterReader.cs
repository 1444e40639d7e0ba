using System.Globalization;
using System.Text.Json;
using Mogambo.WhatsApp.Json;

namespace Mogambo.WhatsApp.Templates.Filling;

/// <summary>Reads the Cloud API's own array of components (fact sheet 8.4).</summary>
internal static class CloudParameterReader
{
    public static GivenParameters Read(string prefix, JsonElement components, List<ParameterProblem> problems)
    {
        var given = new GivenParameters();
        var index = 0;
        foreach (var component in components.EnumerateArray())
        {
            var place = $"{prefix}components[{index++}]";
            if (component.PeekText("type"u8)?.ToLowerInvariant() is not { } type)
            {
                ParameterReader.Wrong(place, "Give each component as an object with its type and parameters.", problems);
                continue;
            }

            var parameters = Parameters(place, component, problems);
            switch (type)
            {
                case "header":
                    given.Header = Joined(given.Header, parameters);
                    break;
                case "body":
                    given.Body = Joined(given.Body, parameters);
                    break;
                case "button":
                    AddButton(place, component, parameters, given, problems);
                    break;
                case "limited_time_offer":
                    given.Offer = Joined(given.Offer, Ends(parameters));
                    break;
                case "carousel":
                    AddCards(prefix, place, component, given, problems);
                    break;
                default:
                    AddOther(type, component, parameters, given);
                    break;
            }
        }

        return given;
    }

    private static GivenList Parameters(string place, JsonElement component, List<ParameterProblem> problems)
    {
        if (component.Peek("parameters"u8) is not { ValueKind: not JsonValueKind.Null } parameters)
        {
            return GivenList.None;
        }

        return parameters.ValueKind == JsonValueKind.Array
            ? GivenList.Of(parameters.EnumerateArray().Select(json => GivenParameter.Of(null, json)))
            : ParameterReader.Wrong(place, "Give the component's parameters as an array.", problems);
    }

    // The same component twice has the parameters of both: too many, and reported so.
    private static GivenList Joined(GivenList earlier, GivenList more)
    {
        if (earlier.Items.Count == 0 && !earlier.IsWrong)
        {
            return more;
        }

        var joined = GivenList.Of(earlier.Items.Concat(more.Items));
        joined.IsWrong = earlier.IsWrong || more.IsWrong;
        joined.SubType = earlier.SubType ?? more.SubType;
        return joined;
    }

    private static void AddButton(
        string place, JsonElement component, GivenList parameters, GivenParameters given, List<ParameterProblem> problems)
    {
        if (Place(component.Peek("index"u8)) is not { } index)
        {
            ParameterReader.Wrong($"{place}.index", "Give the button's place among the template's buttons, from 0.", problems);
            return;
        }

        var button = GivenList.Of(parameters.Items);
        button.SubType = component.PeekText("sub_type"u8)?.ToLowerInvariant();
        button.IsWrong = parameters.IsWrong;
        given.Buttons[index] = Joined(given.Button(index), button);
    }

    private static int? Place(JsonElement? json) => json switch
    {
        { ValueKind: JsonValueKind.Number } number when number.TryGetInt32(out var index) && index >= 0 => index,
        { ValueKind: JsonValueKind.String } text
            when int.TryParse(text.GetString(), NumberStyles.None, CultureInfo.InvariantCulture, out var index) => index,
        _ => null,
    };

    private static GivenList Ends(GivenList offer) => GivenList.Of(offer.Items.Select(item =>
        item?.Value?.Peek("expiration_time_ms"u8) is { } end ? GivenParameter.Of(null, end) : item));

    private static void AddCards(string prefix, string place, JsonElement component, GivenParameters given, List<ParameterProblem> problems)
    {
        if (component.Peek("cards"u8) is not { ValueKind: JsonValueKind.Array } cards)
        {
            ParameterReader.Wrong(place, "Give the carousel's cards as an array.", problems);
            return;
        }

        var next = 0;
        foreach (var card in cards.EnumerateArray())
        {
            var index = Place(card.Peek("card_index"u8)) ?? next;
            next = index + 1;
            if (card.Peek("components"u8) is { ValueKind: JsonValueKind.Array } components)
            {
                given.Cards[index] = Read($"{prefix}cards[{index}].", components, problems);
            }
            else
            {
                ParameterReader.Wrong($"{prefix}cards[{index}]", "Give the card's components as an array.", problems);
            }
        }
    }

    private static void AddOther(string type, JsonElement component, GivenList parameters, GivenParameters given)
    {
        if (parameters.Items.Count > 0)
        {
            given.Others.Add((type.ToUpperInvariant(), component));
        }
    }
}
