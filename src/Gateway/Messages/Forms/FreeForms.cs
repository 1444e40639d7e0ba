using System.Collections.Frozen;
using static Mogambo.Gateway.Messages.Forms.Rules;

namespace Mogambo.Gateway.Messages.Forms;

/// <summary>
/// The member of each free-form type in the Cloud API's own shape, with its limits (fact sheet 8.2). What passes is never refused later
/// for its form.
/// </summary>
internal static class FreeForms
{
    /// <summary>Longest id of WhatsApp's that a message may name.</summary>
    public const int LongestWamid = 512;

    public static readonly FrozenDictionary<string, Rule> ByType = new Dictionary<string, Rule>
    {
        ["text"] = Object(("body", Required(Text(4096))), ("preview_url", Flag)),
        ["image"] = MediaForms.CaptionedFile,
        ["audio"] = MediaForms.Audio,
        ["video"] = MediaForms.CaptionedFile,
        ["document"] = MediaForms.Document,
        ["sticker"] = MediaForms.File,
        ["location"] = Object(
            ("latitude", Required(Number(-90, 90))), ("longitude", Required(Number(-180, 180))), ("name", Text(1024, 0)), ("address", Text(1024, 0))),
        ["contacts"] = ContactsForm.Cards,
        ["interactive"] = InteractiveForm.Instance,
        ["reaction"] = Object(("message_id", Required(Text(LongestWamid))), ("emoji", Required(Text(64, 0)))),
    }.ToFrozenDictionary(StringComparer.Ordinal);

    /// <summary>Which message is replied to.</summary>
    public static readonly Rule Context = Object(("message_id", Required(Text(LongestWamid))));
}
