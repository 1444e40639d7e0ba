using System.Collections.Frozen;
using static Mogambo.Simulator.Messages.Value;

namespace Mogambo.Simulator.Messages;

/// <summary>Properties and limits of every message type but interactive ones and templates (fact sheet 8.1, 8.2, 8.5).</summary>
internal static class MessageShapes
{
    /// <summary>Longest <c>biz_opaque_callback_data</c> (fact sheet 5).</summary>
    private const int LongestOpaque = 512;

    private const int LongestUrl = 2048;

    public static readonly Shape MediaFile = new(("id", Text(128)), ("link", Text(LongestUrl)));

    public static readonly Shape DocumentFile = new(("id", Text(128)), ("link", Text(LongestUrl)), ("filename", Text(240)));

    private static readonly Shape CaptionedFile = new(("id", Text(128)), ("link", Text(LongestUrl)), ("caption", Text(1024, 0)));

    private static readonly Shape Contact = new(
        ("name", Required(Object(new(
            ("formatted_name", Required(Text(1024))), ("first_name", Text(1024, 0)), ("last_name", Text(1024, 0)),
            ("middle_name", Text(1024, 0)), ("prefix", Text(1024, 0)), ("suffix", Text(1024, 0)))))),
        ("phones", List(new(("phone", Text(64)), ("wa_id", Text(32)), ("type", Text(64, 0))), 100, 0)),
        ("emails", List(new(("email", Text(320)), ("type", Text(64, 0))), 100, 0)),
        ("addresses", List(new(
            ("street", Text(1024, 0)), ("city", Text(1024, 0)), ("state", Text(1024, 0)), ("zip", Text(64, 0)),
            ("country", Text(1024, 0)), ("country_code", Text(8, 0)), ("type", Text(64, 0))), 100, 0)),
        ("org", Object(new(("company", Text(1024, 0)), ("department", Text(1024, 0)), ("title", Text(1024, 0))))),
        ("urls", List(new(("url", Text(LongestUrl)), ("type", Text(64, 0))), 100, 0)),
        ("birthday", Text(10)));

    /// <summary>The object of each type; <see cref="Value"/> because <c>contacts</c> is an array.</summary>
    public static readonly FrozenDictionary<string, Value> ByType = new Dictionary<string, Value>
    {
        ["text"] = Object(new(("body", Required(Text(4096))), ("preview_url", Flag()))),
        ["image"] = Object(CaptionedFile),
        ["video"] = Object(CaptionedFile),
        ["audio"] = Object(new(("id", Text(128)), ("link", Text(LongestUrl)), ("voice", Flag()))),
        ["document"] = Object(new(("id", Text(128)), ("link", Text(LongestUrl)), ("caption", Text(1024, 0)), ("filename", Text(240)))),
        ["sticker"] = Object(MediaFile),
        ["location"] = Object(new(
            ("latitude", Required(Number())), ("longitude", Required(Number())), ("name", Text(1024, 0)), ("address", Text(1024, 0)))),
        ["contacts"] = List(Contact, 257),
        ["reaction"] = Object(new(("message_id", Required(Text(512))), ("emoji", Required(Text(64, 0))))),
        ["interactive"] = Any(),
        ["template"] = Any(),
    }.ToFrozenDictionary();

    /// <summary>The body of a send.</summary>
    public static readonly Shape Send = new(
        [
            ("messaging_product", Required(OneOf("whatsapp"))),
            ("recipient_type", OneOf("individual")),
            ("to", Text(64)),
            ("recipient", Text(160)),
            ("type", Text(64)),
            ("context", Object(new(("message_id", Required(Text(512)))))),
            ("biz_opaque_callback_data", Text(LongestOpaque, 0)),
            .. ByType.Select(type => (type.Key, type.Value)),
        ]);

    /// <summary>The body of a read receipt, with or without a typing indicator.</summary>
    public static readonly Shape Receipt = new(
        ("messaging_product", Required(OneOf("whatsapp"))),
        ("status", Required(OneOf("read"))),
        ("message_id", Required(Text(512))),
        ("typing_indicator", Object(new(("type", Required(OneOf("text")))))));

    public static Value Required(Value value) => value with { IsRequired = true };
}
