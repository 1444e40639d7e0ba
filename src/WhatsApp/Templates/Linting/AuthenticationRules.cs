using System.Text.Json;
using Mogambo.WhatsApp.Json;
using Mogambo.WhatsApp.Templates.Components;

namespace Mogambo.WhatsApp.Templates.Linting;

/// <summary>Authentication templates: WhatsApp's own text, one button that takes the code (fact sheet 12.2).</summary>
internal static class AuthenticationRules
{
    private const int MinMinutes = 1;
    private const int MaxMinutes = 90;

    public static void Check(TemplateContent content, ProblemList problems)
    {
        problems.AddIf(content.Body is not null, "body", "custom-text", "Leave the body's text out; WhatsApp writes it.");
        problems.AddIf(content.Footer is not null, "footer", "custom-text", "Leave the footer's text out; give code_expiration_minutes instead.");
        problems.AddIf(content.Header is not null, "header", "header-not-allowed", "Leave the header out; authentication templates have none.");
        problems.AddIf(content.Offer is not null, "limited_time_offer", "component-not-allowed", "Leave the offer out; authentication templates have none.");
        problems.AddIf(content.Cards is not null, "carousel", "component-not-allowed", "Leave the carousel out; authentication templates have none.");
        CheckExpiry(content, problems);
        CheckButtons(content, problems);
    }

    private static void CheckExpiry(TemplateContent content, ProblemList problems)
    {
        if (content.FooterJson is null)
        {
            return;
        }

        var minutes = content.CodeExpirationMinutes;
        problems.AddIf(
            minutes is null or < MinMinutes, "footer", "code-expiration-too-short", $"Give code_expiration_minutes from {MinMinutes} to {MaxMinutes}.", MinMinutes);
        problems.AddIf(minutes > MaxMinutes, "footer", "code-expiration-too-long", $"Give code_expiration_minutes from {MinMinutes} to {MaxMinutes}.", MaxMinutes);
    }

    private static void CheckButtons(TemplateContent content, ProblemList problems)
    {
        problems.AddIf(
            content.Buttons.Count != 1, "buttons", "one-otp-button", "Give the template exactly one button, of type OTP.", 1);
        for (var i = 0; i < content.Buttons.Count; i++)
        {
            CheckButton($"buttons[{i}]", content.Buttons[i], problems);
        }
    }

    private static void CheckButton(string place, TemplateButton button, ProblemList problems)
    {
        LabelRules.Check(place, button.Text, problems);
        if (button.Type != "OTP")
        {
            problems.Add(place, "button-not-allowed", "Use a button of type OTP; authentication templates have no other.");
            return;
        }

        var kind = button.Json.PeekText("otp_type"u8)?.ToUpperInvariant();
        problems.AddIf(
            kind is not ("COPY_CODE" or "ONE_TAP" or "ZERO_TAP"), place, "otp-type-unknown", "Set otp_type to COPY_CODE, ONE_TAP or ZERO_TAP.");
        problems.AddIf(
            kind is "ONE_TAP" or "ZERO_TAP" && !HasApp(button.Json),
            place, "supported-apps-missing", "Name the app in supported_apps, with its package_name and signature_hash.");
        problems.AddIf(
            kind == "ZERO_TAP" && button.Json.Peek("zero_tap_terms_accepted"u8) is not { ValueKind: JsonValueKind.True },
            place, "zero-tap-terms", "Accept WhatsApp's terms for zero-tap with zero_tap_terms_accepted.");
    }

    private static bool HasApp(JsonElement button) =>
        button.Peek("supported_apps"u8) is { ValueKind: JsonValueKind.Array } apps && apps.GetArrayLength() > 0
        && apps.EnumerateArray().All(app => app.PeekText("package_name"u8) is { Length: > 0 } && app.PeekText("signature_hash"u8) is { Length: > 0 });
}
