using System.Text.Json;
using Mogambo.Templates;
using Mogambo.WhatsApp.Json;
using Mogambo.WhatsApp.Templates.Components;

namespace Mogambo.WhatsApp.Templates.Filling;

/// <summary>Puts together what the user will see; where nothing was given stands the template's example, or the variable itself.</summary>
internal static class PreviewText
{
    private const string Code = "1";

    public static TemplatePreview Of(TemplateDefinition template, TemplateContent content, GivenParameters given) =>
        template.Category == TemplateCategory.Authentication ? OfCode(content, given) : Of(content, given, template.IsNamed);

    private static TemplatePreview Of(TemplateContent content, GivenParameters given, bool isNamed) => new(
        Header(content.Header, given.Header, isNamed),
        Fill(content.Body, given.Body, TemplateExamples.OfBody(content, isNamed), isNamed) ?? "",
        content.Footer,
        [.. content.Buttons.Select((button, index) => Button(button, given.Button(index).Single))])
    {
        Cards = content.Cards is { } cards
            ? [.. cards.Select((card, index) => Of(card, given.Cards.GetValueOrDefault(index, GivenParameters.None), isNamed))]
            : null,
    };

    private static string? Fill(TemplateText? text, GivenList given, IReadOnlyDictionary<string, string> examples, bool isNamed) =>
        text?.Fill(variable => TextCheck.ValueOf(variable, text, given, isNamed) ?? examples.GetValueOrDefault(variable));

    private static string? Header(TemplateHeader? header, GivenList given, bool isNamed) =>
        header?.ParameterKind is not { } kind ? Fill(header?.Text, given, TemplateExamples.OfHeader(header, isNamed), isNamed)
        : given.Single?.Value is { } value ? Described(value) ?? kind
        : kind;

    private static string? Described(JsonElement value) =>
        value.PeekText("filename"u8) ?? value.PeekText("name"u8) ?? value.PeekText("address"u8)
        ?? value.PeekText("link"u8) ?? value.PeekText("id"u8) ?? value.PeekText("product_retailer_id"u8)
        ?? (value.Peek("latitude"u8) is { } latitude && value.Peek("longitude"u8) is { } longitude ? $"{latitude}, {longitude}" : null);

    private static TemplatePreviewButton Button(TemplateButton button, GivenParameter? given) => new(
        button.Type.ToLowerInvariant(),
        button.Text ?? "",
        button.Type switch
        {
            "URL" => Address(button, given?.Text),
            "PHONE_NUMBER" => button.PhoneNumber,
            "COPY_CODE" => given?.Text ?? button.Example,
            _ => null,
        });

    // An example may be the whole address or only its end.
    private static string? Address(TemplateButton button, string? end)
    {
        var example = button.Example;
        return end is null && example is not null && Uri.IsWellFormedUriString(example, UriKind.Absolute) && button.HasDynamicUrl
            ? example
            : button.Url?.Fill(_ => end is not null ? UrlText.Encode(end) : example is not null ? UrlText.Encode(example) : null);
    }

    private static TemplatePreview OfCode(TemplateContent content, GivenParameters given)
    {
        var code = given.Body.Single?.Text ?? "{{1}}";
        var written = content.Body is { Variables.Count: > 0 } body ? body.Fill(variable => variable == Code ? code : null) : null;
        var secrecy = content.BodyJson?.Peek("add_security_recommendation"u8) is { ValueKind: JsonValueKind.True }
            ? " For your security, do not share this code."
            : "";
        return new(
            null,
            written ?? $"*{code}* is your verification code.{secrecy}",
            content.Footer ?? (content.CodeExpirationMinutes is { } minutes ? $"This code expires in {minutes} minutes." : null),
            [.. content.Buttons.Select(button => new TemplatePreviewButton(button.Type.ToLowerInvariant(), button.Text ?? "", code))]);
    }
}
