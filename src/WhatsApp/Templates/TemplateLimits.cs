using Mogambo.WhatsApp.Templates.Components;

namespace Mogambo.WhatsApp.Templates;

/// <summary>WhatsApp's limits of templates that more than one rule needs, Unicode characters (fact sheet 12.3).</summary>
internal static class TemplateLimits
{
    public const int Header = 60;
    public const int Body = 1024;

    /// <summary>Of a template with a limited time offer.</summary>
    public const int OfferBody = 600;
    public const int CardBody = 160;

    public static int BodyOf(TemplateContent content) => content.Offer is null ? Body : OfferBody;
}
