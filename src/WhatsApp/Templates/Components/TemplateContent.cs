using System.Text.Json;
using Mogambo.WhatsApp.Json;

namespace Mogambo.WhatsApp.Templates.Components;

/// <summary>The components of a template, or of a card of its carousel, by what they are. Types that it does not know are only listed.</summary>
internal sealed record TemplateContent
{
    private static readonly string[] Known = ["HEADER", "BODY", "FOOTER", "BUTTONS", "LIMITED_TIME_OFFER", "CAROUSEL"];
    private static readonly TemplateContent Unreadable = new() { IsReadable = false, Types = [] };

    /// <summary>False if the bytes are no JSON array of objects in Unicode.</summary>
    public bool IsReadable { get; private init; } = true;

    /// <summary>The types of all components in their order, in upper case.</summary>
    public required IReadOnlyList<string> Types { get; init; }

    /// <summary>Those that are not known here, each once.</summary>
    public IReadOnlyList<string> OtherTypes => [.. Types.Except(Known)];

    public TemplateHeader? Header { get; private init; }

    /// <summary>The body's component; an authentication template's has no text.</summary>
    public JsonElement? BodyJson { get; private init; }

    public TemplateText? Body { get; private init; }

    public JsonElement? FooterJson { get; private init; }

    public string? Footer => FooterJson?.PeekText("text"u8);

    /// <summary>How long an authentication template says its code is good for.</summary>
    public int? CodeExpirationMinutes =>
        FooterJson?.Peek("code_expiration_minutes"u8) is { ValueKind: JsonValueKind.Number } number && number.TryGetInt32(out var minutes)
            ? minutes
            : null;

    public IReadOnlyList<TemplateButton> Buttons { get; private init; } = [];

    /// <summary>The inner object of LIMITED_TIME_OFFER.</summary>
    public JsonElement? Offer { get; private init; }

    /// <summary>Whether a send must say when the offer ends.</summary>
    public bool OfferExpires => Offer?.Peek("has_expiration"u8) is { ValueKind: JsonValueKind.True };

    /// <summary>The cards of a carousel; null without one.</summary>
    public IReadOnlyList<TemplateContent>? Cards { get; private init; }

    public static TemplateContent Of(TemplateDefinition template)
    {
        if (!JsonText.IsSound(template.Components))
        {
            return Unreadable;
        }

        try
        {
            return Of(JsonElement.Parse(template.Components), template.IsNamed ? VariableStyle.Named : VariableStyle.Positional);
        }
        catch (JsonException)
        {
            return Unreadable;
        }
    }

    private static TemplateContent Of(JsonElement components, VariableStyle style)
    {
        if (components.ValueKind != JsonValueKind.Array || components.EnumerateArray().Any(part => part.ValueKind != JsonValueKind.Object))
        {
            return Unreadable;
        }

        var content = new TemplateContent { Types = [.. components.EnumerateArray().Select(TypeOf)] };
        foreach (var component in components.EnumerateArray())
        {
            content = content.With(component, style);
        }

        return content;
    }

    private TemplateContent With(JsonElement component, VariableStyle style) => TypeOf(component) switch
    {
        "HEADER" => this with { Header = TemplateHeader.Of(component, style) },
        "BODY" => this with
        {
            BodyJson = component,
            Body = component.PeekText("text"u8) is { } text ? TemplateText.Of(text, style) : null,
        },
        "FOOTER" => this with { FooterJson = component },
        "BUTTONS" => this with { Buttons = [.. Items(component.Peek("buttons"u8)).Select(TemplateButton.Of)] },
        "LIMITED_TIME_OFFER" => this with { Offer = component.Peek("limited_time_offer"u8) ?? component },
        "CAROUSEL" => this with { Cards = [.. Items(component.Peek("cards"u8)).Select(card => Card(card, style))] },
        _ => this,
    };

    private static TemplateContent Card(JsonElement card, VariableStyle style) =>
        card.Peek("components"u8) is { } components ? Of(components, style) : Unreadable;

    private static string TypeOf(JsonElement component) => component.PeekText("type"u8)?.ToUpperInvariant() ?? "";

    private static JsonElement[] Items(JsonElement? array) =>
        array is { ValueKind: JsonValueKind.Array } list ? [.. list.EnumerateArray()] : [];
}
