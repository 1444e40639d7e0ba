using Mogambo.WhatsApp.Templates.Components;

namespace Mogambo.WhatsApp.Templates.Filling;

/// <summary>What a button that takes a parameter wants (fact sheet 8.4).</summary>
/// <param name="Sign">Its place-holder in a template's shape.</param>
/// <param name="SubType">The component's <c>sub_type</c>.</param>
/// <param name="Parameter">The parameter's <c>type</c>.</param>
/// <param name="Limit">Characters; 0 = none known.</param>
/// <param name="IsRequired">Whether the send fails without it.</param>
internal sealed record ButtonKind(string Sign, string SubType, string Parameter, int Limit, bool IsRequired)
{
    private static readonly ButtonKind Url = new("u", "url", "text", 2000, true);
    private static readonly ButtonKind QuickReply = new("q", "quick_reply", "payload", 128, false);
    private static readonly ButtonKind Coupon = new("c", "copy_code", "coupon_code", 20, true);
    private static readonly ButtonKind Flow = new("f", "flow", "action", 0, false);
    private static readonly ButtonKind Catalogue = new("catalog", "catalog", "action", 0, false);
    private static readonly ButtonKind Products = new("mpm", "mpm", "action", 0, true);

    /// <returns>Null for a button that takes nothing.</returns>
    public static ButtonKind? Of(TemplateButton button) => button.Type switch
    {
        "URL" => button.HasDynamicUrl ? Url : null,
        "QUICK_REPLY" => QuickReply,
        "COPY_CODE" => Coupon,
        "FLOW" => Flow,
        "CATALOG" => Catalogue,
        "MPM" => Products,
        "PHONE_NUMBER" or "OTP" or "SPM" or "REQUEST_CONTACT_INFO" or "APP" => null,
        var other => new(other.ToLowerInvariant(), other.ToLowerInvariant(), "", 0, false),
    };
}
