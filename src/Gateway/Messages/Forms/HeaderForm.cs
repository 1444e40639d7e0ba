using System.Text.Json;
using Mogambo.Gateway.Problems;
using static Mogambo.Gateway.Messages.Forms.Rules;

namespace Mogambo.Gateway.Messages.Forms;

/// <summary>The header of an interactive message: a text of at most 60 characters, or a file (fact sheet 8.3).</summary>
internal static class HeaderForm
{
    private const int LongestText = 60;

    public static readonly Rule Any = Of("text", "image", "video", "document");

    /// <summary>Of a card of a carousel.</summary>
    public static readonly Rule Picture = Of("image", "video");

    private static ObjectRule Of(params string[] kinds) => new(
        ("type", Required(OneOf(kinds))),
        ("text", Text(LongestText)),
        ("sub_text", Text(LongestText)),
        ("image", MediaForms.File),
        ("video", MediaForms.File),
        ("document", MediaForms.NamedFile))
    {
        Also = HoldsWhatItsTypeSays,
    };

    private static void HoldsWhatItsTypeSays(JsonElement header, string path, FieldErrors errors)
    {
        var type = header.GetProperty("type").GetString()!;
        if (!header.TryGetProperty(type, out _))
        {
            errors.Add(FieldErrors.Join(path, type), "is missing");
        }

        foreach (var member in header.EnumerateObject().Where(member => member.Name != "type" && member.Name != type && member.Name != "sub_text"))
        {
            errors.Add(FieldErrors.Join(path, member.Name), $"is not for a header of type {type}");
        }
    }
}
