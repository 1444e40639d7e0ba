using System.Text.Json;
using Mogambo.WhatsApp.Templates.Components;

namespace Mogambo.WhatsApp.Templates.Filling;

/// <summary>Whether what was given for a template's buttons fits them (fact sheet 8.4).</summary>
internal static class ButtonCheck
{
    public static void Check(string prefix, IReadOnlyList<TemplateButton> buttons, GivenParameters given, List<ParameterProblem> problems)
    {
        for (var i = 0; i < buttons.Count; i++)
        {
            var list = given.Button(i);
            if (!list.IsWrong)
            {
                CheckButton($"{prefix}buttons[{i}]", ButtonKind.Of(buttons[i]), list, problems);
            }
        }

        foreach (var (index, list) in given.Buttons.Where(button => button.Key >= buttons.Count && button.Value.Items.Count > 0))
        {
            problems.Add(new($"{prefix}buttons[{index}]", "superfluous", $"Leave it out; the template has {buttons.Count} buttons."));
        }
    }

    private static void CheckButton(string place, ButtonKind? kind, GivenList given, List<ParameterProblem> problems)
    {
        if (given.Single is not { } parameter)
        {
            if (kind is { IsRequired: true })
            {
                problems.Add(new(place, "missing", $"Give the button's {Called(kind)}."));
            }
        }
        else if (kind is null)
        {
            problems.Add(new(place, "superfluous", "Leave it out; this button takes nothing."));
        }
        else if (given.Items.Count > 1 && kind.Parameter.Length > 0)
        {
            problems.Add(new(place, "superfluous", $"Give one {Called(kind)}."));
        }
        else if ((given.SubType is { } subType && subType != kind.SubType) || !Fits(kind, parameter))
        {
            problems.Add(new(place, "wrong-kind", $"Give the button's {Called(kind)}; it is a button of type {kind.SubType}."));
        }
        else if (parameter.Text is { } text)
        {
            CheckText(place, kind, text, problems);
        }
    }

    // A bare text is what the button's type makes of it; a button of an unknown type takes the Cloud API's parameters as they are.
    private static bool Fits(ButtonKind kind, GivenParameter parameter) => kind.Parameter switch
    {
        "" => parameter is { Json: not null, Kind.Length: > 0 },
        "action" => parameter is { Kind: "action", Value.ValueKind: JsonValueKind.Object } || (kind.SubType == "flow" && IsBareText(parameter)),
        var expected => parameter.Text is not null && (parameter.Kind == expected || IsBareText(parameter)),
    };

    private static bool IsBareText(GivenParameter parameter) => parameter is { Kind: "text", Json: null, Text: not null };

    private static void CheckText(string place, ButtonKind kind, string text, List<ParameterProblem> problems)
    {
        if (kind.Parameter is "text" or "coupon_code")
        {
            ValueRules.Check(place, text, kind.Limit, problems);
        }
        else if (kind.Parameter.Length > 0)
        {
            ValueRules.CheckLength(place, text, kind.Limit, problems);
        }
    }

    private static string Called(ButtonKind kind) => kind.Parameter switch
    {
        "text" => "end of the address, a text",
        "payload" => "payload, a text",
        "coupon_code" => "coupon code, a text",
        "action" when kind.SubType == "flow" => "flow token, a text, or its action, an object",
        "action" => "action, an object",
        _ => "parameters in the Cloud API's form",
    };
}
