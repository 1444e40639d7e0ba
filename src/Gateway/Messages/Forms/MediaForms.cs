using System.Text.Json;
using Mogambo.Gateway.Problems;
using static Mogambo.Gateway.Messages.Forms.Rules;

namespace Mogambo.Gateway.Messages.Forms;

/// <summary>Files, by the id of an upload or by a link that WhatsApp fetches: exactly one of both (fact sheet 8.2).</summary>
internal static class MediaForms
{
    public const int LongestLink = 2048;
    private const int LongestId = 128;
    private const int LongestCaption = 1024;
    private const int LongestFileName = 240;

    public static readonly Rule File = Of();

    public static readonly Rule NamedFile = Of(("filename", Text(LongestFileName)));

    public static readonly Rule CaptionedFile = Of(("caption", Text(LongestCaption, 0)));

    public static readonly Rule Document = Of(("caption", Text(LongestCaption, 0)), ("filename", Text(LongestFileName)));

    public static readonly Rule Audio = Of(("voice", Flag));

    private static ObjectRule Of(params (string Name, Rule Rule)[] more) =>
        new([("id", Text(LongestId)), ("link", Address(LongestLink, Uri.UriSchemeHttps)), .. more]) { Also = HasOneSource };

    private static void HasOneSource(JsonElement file, string path, FieldErrors errors)
    {
        if (file.TryGetProperty("id", out _) == file.TryGetProperty("link", out _))
        {
            errors.Add(path, "must have exactly one of id and link");
        }
    }
}
