using System.Text.Json;
using Mogambo.Templates;

namespace Mogambo.Conversations;

/// <summary>Which template a stored message was made from: its content names it (fact sheet 8.4).</summary>
internal static class TemplateContent
{
    /// <returns>Null for a free-form message.</returns>
    public static TemplateId? TemplateOf(string type, byte[] content)
    {
        if (type != "template")
        {
            return null;
        }

        using var json = JsonDocument.Parse(content);
        var template = json.RootElement.GetProperty("template");
        return new(template.GetProperty("name").GetString()!, template.GetProperty("language").GetProperty("code").GetString()!);
    }

    /// <summary>The category as prices name it.</summary>
    public static string? WordOf(TemplateCategory? category) => category switch
    {
        TemplateCategory.Marketing => "marketing",
        TemplateCategory.Utility => "utility",
        TemplateCategory.Authentication => "authentication",
        _ => null,
    };
}
