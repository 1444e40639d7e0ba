using System.Text.Json;
using Mogambo.WhatsApp.Json;

namespace Mogambo.WhatsApp.Templates;

/// <summary>Whether the members of components have the types that WhatsApp's have (fact sheet 12.2). Members it does not know are left alone.</summary>
internal static class ComponentsReader
{
    private static readonly string[] ComponentTexts = ["format", "text"];
    private static readonly string[] ButtonTexts = ["text", "url", "phone_number", "otp_type", "autofill_text"];

    public static void Check(string path, JsonElement components, ReadErrors errors)
    {
        foreach (var (at, component) in Objects(path, components, errors))
        {
            CheckTyped(at, component, ComponentTexts, errors);
            if (component.Peek("example"u8) is { ValueKind: not JsonValueKind.Object })
            {
                errors.Add($"{at}.example", "must be an object");
            }

            if (component.Peek("code_expiration_minutes"u8) is { } minutes && !(minutes.ValueKind == JsonValueKind.Number && minutes.TryGetInt32(out _)))
            {
                errors.Add($"{at}.code_expiration_minutes", "must be a whole number");
            }

            if (component.Peek("buttons"u8) is { } buttons)
            {
                foreach (var (button, element) in Objects($"{at}.buttons", buttons, errors))
                {
                    CheckTyped(button, element, ButtonTexts, errors);
                }
            }

            if (component.Peek("cards"u8) is { } cards)
            {
                foreach (var (card, element) in Objects($"{at}.cards", cards, errors))
                {
                    CheckCard(card, element, errors);
                }
            }
        }
    }

    private static void CheckCard(string path, JsonElement card, ReadErrors errors)
    {
        if (card.Peek("components"u8) is not { } components)
        {
            errors.Add($"{path}.components", "is required");
            return;
        }

        Check($"{path}.components", components, errors);
    }

    private static void CheckTyped(string path, JsonElement element, string[] texts, ReadErrors errors)
    {
        if (element.PeekText("type"u8) is null or "")
        {
            errors.Add($"{path}.type", "must be a string");
        }

        foreach (var name in texts)
        {
            if (element.TryGetProperty(name, out var member) && member.ValueKind != JsonValueKind.String)
            {
                errors.Add($"{path}.{name}", "must be a string");
            }
        }
    }

    private static IEnumerable<(string Path, JsonElement Element)> Objects(string path, JsonElement array, ReadErrors errors)
    {
        if (array.ValueKind != JsonValueKind.Array)
        {
            errors.Add(path, "must be an array");
            yield break;
        }

        var index = 0;
        foreach (var element in array.EnumerateArray())
        {
            var at = $"{path}[{index++}]";
            if (element.ValueKind == JsonValueKind.Object)
            {
                yield return (at, element);
            }
            else
            {
                errors.Add(at, "must be an object");
            }
        }
    }
}
