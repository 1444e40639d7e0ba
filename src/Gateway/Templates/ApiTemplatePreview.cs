using Mogambo.WhatsApp.Templates;

namespace Mogambo.Gateway.Templates;

/// <summary>A template as the user will see it.</summary>
internal sealed record ApiTemplatePreview(string? Header, string Body, string? Footer, IReadOnlyList<ApiTemplateButton> Buttons)
{
    public static ApiTemplatePreview Of(TemplatePreview preview) => new(
        preview.Header, preview.Body, preview.Footer, [.. preview.Buttons.Select(button => new ApiTemplateButton(button.Type, button.Text, button.Value))]);
}

internal sealed record ApiTemplateButton(string Type, string Text, string? Value);

/// <summary>What a sync came to, in languages of templates.</summary>
internal sealed record ApiTemplateSync(int Created, int Changed, int Missing);
