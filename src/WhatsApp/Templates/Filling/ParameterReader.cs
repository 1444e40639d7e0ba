using System.Globalization;
using System.Text.Json;
using Mogambo.WhatsApp.Json;

namespace Mogambo.WhatsApp.Templates.Filling;

/// <summary>Reads parameters in the contract's form; the Cloud API's is <see cref="CloudParameterReader"/>'s. Both come to the same.</summary>
internal static class ParameterReader
{
    private const string Buttons = "buttons";

    /// <returns>Null if they cannot be read as a whole.</returns>
    public static GivenParameters? Read(JsonElement? parameters, List<ParameterProblem> problems)
    {
        if (parameters is not { ValueKind: not (JsonValueKind.Null or JsonValueKind.Undefined) } json)
        {
            return GivenParameters.None;
        }

        if (!JsonText.IsSound(json.Raw()))
        {
            problems.Add(new("parameters", "not-text", "Send the parameters as well-formed Unicode, without halves of surrogate pairs."));
            return null;
        }

        switch (json.ValueKind)
        {
            case JsonValueKind.Object:
                return ReadObject("", json, problems);
            case JsonValueKind.Array:
                return CloudParameterReader.Read("", json, problems);
            default:
                problems.Add(new("parameters", "wrong-kind", "Give the parameters as an object with body, header and buttons, or as the Cloud API's array of components."));
                return null;
        }
    }

    public static GivenList Wrong(string placeholder, string message, List<ParameterProblem> problems)
    {
        problems.Add(new(placeholder, "wrong-kind", message));
        return new() { IsWrong = true };
    }

    private static GivenParameters ReadObject(string prefix, JsonElement json, List<ParameterProblem> problems)
    {
        var given = new GivenParameters();
        foreach (var property in json.EnumerateObject().Where(property => property.Value.ValueKind != JsonValueKind.Null))
        {
            var value = property.Value;
            switch (property.Name)
            {
                case "body":
                    given.Body = ReadBody(prefix, value, problems);
                    break;
                case "header":
                    given.Header = ReadHeader(prefix, value, problems);
                    break;
                case Buttons:
                    ReadButtons(prefix, value, given, problems);
                    break;
                case "limited_time_offer":
                    given.Offer = GivenList.Of(Offer(value));
                    break;
                case "cards":
                    ReadCards(prefix, value, given, problems);
                    break;
                default:
                    problems.Add(new(prefix + property.Name, "superfluous", "Leave it out; parameters are body, header, buttons, limited_time_offer and cards."));
                    break;
            }
        }

        return given;
    }

    private static GivenList ReadBody(string prefix, JsonElement json, List<ParameterProblem> problems) => json.ValueKind switch
    {
        JsonValueKind.Array => Values(json),
        JsonValueKind.Object => ByName(json),
        _ => Wrong($"{prefix}body", "Give the body's values as an array in their order, or as an object by their names.", problems),
    };

    private static GivenList ReadHeader(string prefix, JsonElement json, List<ParameterProblem> problems) => json.ValueKind switch
    {
        JsonValueKind.Array => Values(json),
        JsonValueKind.String or JsonValueKind.Number => GivenList.Of(GivenParameter.Of(null, json)),
        JsonValueKind.Object => GivenParameter.IsParameter(json) ? GivenList.Of(GivenParameter.Of(null, json)) : ByName(json),
        _ => Wrong($"{prefix}header", "Give the header's text, or an object such as {\"image\":{\"link\":…}}.", problems),
    };

    private static void ReadButtons(string prefix, JsonElement json, GivenParameters given, List<ParameterProblem> problems)
    {
        var wrong = json.ValueKind is not (JsonValueKind.Array or JsonValueKind.Object);
        var index = 0;
        foreach (var (place, value) in wrong ? [] : Places(json))
        {
            if (place is null && json.ValueKind == JsonValueKind.Object)
            {
                wrong = true;
            }
            else if (value.ValueKind != JsonValueKind.Null)
            {
                given.Buttons[place ?? index] = Button(value);
            }

            index++;
        }

        if (wrong)
        {
            Wrong(prefix + Buttons, "Give the buttons as an array by their places, or as an object such as {\"1\": …}.", problems);
        }
    }

    private static IEnumerable<(int? Place, JsonElement Value)> Places(JsonElement json) => json.ValueKind == JsonValueKind.Array
        ? json.EnumerateArray().Select(value => ((int?)null, value))
        : json.EnumerateObject().Select(property => (
            int.TryParse(property.Name, NumberStyles.None, CultureInfo.InvariantCulture, out var place) ? place : (int?)null, property.Value));

    private static GivenList Button(JsonElement json)
    {
        if (json.ValueKind == JsonValueKind.Array)
        {
            return Values(json);
        }

        if (json.ValueKind == JsonValueKind.Object && json.Peek("parameters"u8) is { ValueKind: JsonValueKind.Array } parameters)
        {
            var list = Values(parameters);
            list.SubType = json.PeekText("sub_type"u8)?.ToLowerInvariant();
            return list;
        }

        return GivenList.Of(GivenParameter.Of(null, json));
    }

    private static GivenParameter Offer(JsonElement json) =>
        json.ValueKind == JsonValueKind.Object && json.Peek("expiration_time_ms"u8) is { } end
            ? GivenParameter.Of(null, end)
            : GivenParameter.Of(null, json);

    private static void ReadCards(string prefix, JsonElement json, GivenParameters given, List<ParameterProblem> problems)
    {
        if (json.ValueKind != JsonValueKind.Array)
        {
            Wrong($"{prefix}cards", "Give the cards as an array of objects with body, header and buttons.", problems);
            return;
        }

        var index = 0;
        foreach (var card in json.EnumerateArray())
        {
            var place = $"{prefix}cards[{index}]";
            if (card.ValueKind == JsonValueKind.Object)
            {
                given.Cards[index] = ReadObject($"{place}.", card, problems);
            }
            else if (card.ValueKind != JsonValueKind.Null)
            {
                Wrong(place, "Give the card as an object with body, header and buttons.", problems);
            }

            index++;
        }
    }

    private static GivenList Values(JsonElement array) => GivenList.Of(array.EnumerateArray().Select(Item));

    private static GivenParameter? Item(JsonElement json) => json.ValueKind == JsonValueKind.Null ? null : GivenParameter.Of(null, json);

    private static GivenList ByName(JsonElement json) => GivenList.Of(json.EnumerateObject()
        .Where(property => property.Value.ValueKind != JsonValueKind.Null)
        .Select(property => GivenParameter.Of(property.Name, property.Value)));
}
