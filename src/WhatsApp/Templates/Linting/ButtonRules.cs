using Mogambo.WhatsApp.Json;
using Mogambo.WhatsApp.Templates.Components;

namespace Mogambo.WhatsApp.Templates.Linting;

/// <summary>Buttons: how many, in which order, and each of them (fact sheet 12.2, 12.3).</summary>
internal static class ButtonRules
{
    private const int MaxButtons = 10;
    private const int MaxPhoneDigits = 20;
    private const int MaxCouponExample = 15;

    private static readonly (string Name, int Most, string[] Types)[] Maxima =
    [
        ("quick reply", 10, ["QUICK_REPLY"]),
        ("URL", 2, ["URL"]),
        ("phone number", 1, ["PHONE_NUMBER"]),
        ("copy code", 1, ["COPY_CODE"]),
        ("flow", 1, ["FLOW"]),
        ("catalogue or multi-product", 1, ["CATALOG", "MPM"]),
    ];

    public static void Check(string prefix, IReadOnlyList<TemplateButton> buttons, bool isNamed, ProblemList problems)
    {
        var all = $"{prefix}buttons";
        problems.AddIf(buttons.Count > MaxButtons, all, "too-many-buttons", $"Keep at most {MaxButtons} buttons.", MaxButtons);
        foreach (var (name, most, types) in Maxima)
        {
            problems.AddIf(
                buttons.Count(button => types.Contains(button.Type)) > most, all, "too-many-of-type", $"Keep at most {most} {name} {(most == 1 ? "button" : "buttons")}.", most);
        }

        var switches = buttons.Zip(buttons.Skip(1)).Count(pair => (pair.First.Type == "QUICK_REPLY") != (pair.Second.Type == "QUICK_REPLY"));
        problems.AddIf(switches > 1, all, "buttons-not-grouped", "Put the quick replies side by side, before or after all other buttons.");
        for (var i = 0; i < buttons.Count; i++)
        {
            CheckButton($"{all}[{i}]", buttons[i], isNamed, problems);
        }
    }

    private static void CheckButton(string place, TemplateButton button, bool isNamed, ProblemList problems)
    {
        switch (button.Type)
        {
            case "QUICK_REPLY":
                LabelRules.CheckRequired(place, button.Text, problems);
                break;
            case "URL":
                LabelRules.CheckRequired(place, button.Text, problems);
                UrlRules.Check(place, button, isNamed, problems);
                break;
            case "PHONE_NUMBER":
                LabelRules.CheckRequired(place, button.Text, problems);
                CheckPhone(place, button.PhoneNumber ?? "", problems);
                break;
            case "COPY_CODE":
                CheckCoupon(place, button.Example, problems);
                break;
            case "FLOW":
                LabelRules.CheckRequired(place, button.Text, problems);
                problems.AddIf(
                    button.Json.Peek("flow_id"u8) is null && button.Json.Peek("flow_name"u8) is null && button.Json.Peek("flow_json"u8) is null,
                    place, "flow-missing", "Give the button a flow_id, a flow_name or a flow_json.");
                break;
            case "OTP":
                problems.Add(place, "otp-outside-authentication", "Use OTP buttons only in templates of the category authentication.");
                break;
            case "":
                problems.Add(place, "type-missing", "Give the button a type.");
                break;
            default:
                LabelRules.Check(place, button.Text, problems);
                break;
        }
    }

    private static void CheckPhone(string place, string number, ProblemList problems)
    {
        var digits = number.StartsWith('+') ? number[1..] : number;
        problems.AddIf(number.Length == 0, place, "phone-number-missing", "Give the button a phone_number with country code.");
        problems.AddIf(
            number.Length > 0 && (digits.Length == 0 || digits.Any(c => !char.IsAsciiDigit(c))),
            place, "phone-number-characters", "Write the phone number as + and digits.");
        problems.AddIf(
            digits.Length > MaxPhoneDigits, place, "phone-number-too-long", $"Shorten the phone number to {MaxPhoneDigits} digits.", MaxPhoneDigits);
    }

    private static void CheckCoupon(string place, string? example, ProblemList problems)
    {
        problems.AddIf(string.IsNullOrWhiteSpace(example), place, "example-missing", "Give an example of the code in example.");
        problems.AddIf(
            TemplateText.LengthOf(example ?? "") > MaxCouponExample,
            place, "example-too-long", $"Shorten the example to {MaxCouponExample} characters.", MaxCouponExample);
    }
}
