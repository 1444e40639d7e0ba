using static Mogambo.Simulator.Messages.MessageShapes;
using static Mogambo.Simulator.Messages.Value;

namespace Mogambo.Simulator.Messages;

/// <summary>Properties of a template send (fact sheet 8.4).</summary>
internal static class TemplateShapes
{
    private static readonly Value Parameters = List(new(
        ("type", Required(OneOf(
            "text", "image", "video", "document", "location", "currency", "date_time", "payload", "coupon_code", "action",
            "limited_time_offer", "product"))),
        ("text", Text(32_768, 0)),
        ("parameter_name", Text(128)),
        ("image", Object(MediaFile)),
        ("video", Object(MediaFile)),
        ("document", Object(DocumentFile)),
        ("location", Any()),
        ("currency", Object(new(("fallback_value", Required(Text(1024))), ("code", Required(Text(3))), ("amount_1000", Required(Number()))))),
        ("date_time", Object(new(("fallback_value", Required(Text(1024)))))),
        ("payload", Text(256)),
        ("coupon_code", Text(20)),
        ("action", Any()),
        ("limited_time_offer", Any()),
        ("product", Any())), 100, 0);

    public static readonly Shape Template = new(
        ("name", Required(Text(512))),
        ("namespace", Text(128)),
        ("language", Required(Object(new(("code", Required(Text(16))), ("policy", OneOf("deterministic")))))),
        ("components", List(new(
            ("type", Required(OneOf("header", "body", "footer", "button", "limited_time_offer", "carousel", "HEADER", "BODY", "FOOTER", "BUTTON"))),
            ("sub_type", Text(32)),
            ("index", Number()),
            ("parameters", Parameters),
            ("cards", Any())), 20, 0)));
}
