using System.Text.RegularExpressions;

namespace Mogambo.Simulator.Templates;

/// <summary>
/// The simulator's stand-in for WhatsApp's judgement: a UTILITY template that says "discount", "coupon", "promo code",
/// "special offer", "limited time", "buy one", "sale", or a percentage off is MARKETING (fact sheet 12.7).
/// </summary>
internal static partial class Promotion
{
    /// <summary>What WhatsApp makes of the category that was asked for.</summary>
    public static string CategoryOf(string asked, string components) =>
        asked == "UTILITY" && TemplateComponent.Parse(components).Any(part => Promotional().IsMatch(part.Text)) ? "MARKETING" : asked;

    [GeneratedRegex(@"\b(discount\w*|coupon\w*|promo(tion\w*)?\s+code|special offer\w*|limited[ -]time|buy one|on sale|sale ends)\b|%\s*off\b", RegexOptions.IgnoreCase)]
    private static partial Regex Promotional();
}
