using Mogambo.Templates;

namespace Mogambo.WhatsApp.Templates.Linting;

/// <summary>Name, language, category and time to live (fact sheet 12.3, 12.8).</summary>
internal static class IdentityRules
{
    public const int MaxName = 512;
    public const int LongestTtl = -1;

    public static void Check(TemplateDefinition template, ProblemList problems)
    {
        var (name, language) = (template.Id.Name, template.Id.Language);
        problems.AddIf(name.Length == 0, "name", "name-missing", "Give the template a name.");
        problems.AddIf(
            name.Length > MaxName, "name", "name-too-long", $"Shorten the name to {MaxName} characters.", MaxName);
        problems.AddIf(
            name.Any(c => !char.IsAsciiLetterLower(c) && !char.IsAsciiDigit(c) && c != '_'),
            "name", "name-characters", "Use only a to z, 0 to 9 and _ in the name.");
        problems.AddIf(
            !TemplateLanguages.Contains(language), "language", "language-unknown", "Use one of WhatsApp's language codes, such as en, en_US or pt_BR.");
        if (!Enum.IsDefined(template.Category))
        {
            problems.Add("category", "category-unknown", "Use the category utility, marketing or authentication.");
        }
        else if (template.MessageSendTtlSeconds is { } seconds && seconds != LongestTtl)
        {
            CheckTtl(seconds, template.Category, problems);
        }
    }

    private static void CheckTtl(int seconds, TemplateCategory category, ProblemList problems)
    {
        const string Ttl = "message_send_ttl_seconds";
        var (least, most) = category switch
        {
            TemplateCategory.Authentication => (30, 900),
            TemplateCategory.Utility => (30, 43_200),
            _ => (43_200, 2_592_000),
        };
        var word = TemplateDefinition.Word(category);
        problems.AddIf(seconds < least, Ttl, "ttl-too-short", $"Give at least {least} seconds with the category {word}, or -1 for 30 days.", least);
        problems.AddIf(seconds > most, Ttl, "ttl-too-long", $"Give at most {most} seconds with the category {word}, or -1 for 30 days.", most);
    }
}
