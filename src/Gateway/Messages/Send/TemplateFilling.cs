using Mogambo.Accounts;
using Mogambo.Conversations;
using Mogambo.Gateway.Problems;
using Mogambo.Messages;
using Mogambo.Templates;
using Mogambo.WhatsApp.Templates;

namespace Mogambo.Gateway.Messages.Send;

/// <summary>A template with its parameters, ready to be sent.</summary>
/// <param name="Preview">The body as the user will read it.</param>
internal sealed record PreparedTemplate(OutboundContent Content, TemplateUse Use, string Category, string Preview);

/// <summary>Finds the template of a send and fills it.</summary>
internal sealed class TemplateFilling(StoredTemplates templates)
{
    /// <param name="isFresh">The template as it is now, not as it was a moment ago.</param>
    /// <returns>The template, or the problem with it: it does not exist, the user cannot get it, its parameters do not fit.</returns>
    public async Task<(PreparedTemplate? Template, Problem? Problem)> FillAsync(
        Account account, UserId user, TemplateMember member, string? repliesTo, bool isFresh, CancellationToken cancellationToken)
    {
        var (filler, wasRemembered) = await templates.FindAsync(account.Id, member.Id, isFresh, cancellationToken);
        if (filler is null)
        {
            return (null, SendProblems.TemplateNotFound(member.Id, await templates.LanguagesAsync(account.Id, member.Id.Name, cancellationToken)));
        }

        var category = filler.Template.Category;
        if (category == TemplateCategory.Authentication && user.IsBusinessScoped)
        {
            return (null, SendProblems.NeedsPhoneNumber());
        }

        if (Fill(filler, member, out var problems) is { } filled)
        {
            var content = SendContent.OfTemplate(filled.Content, repliesTo);
            return (new(content, filled.Use, WordOf(category), filled.Preview.Body), null);
        }

        // It may have been changed so that they fit.
        return wasRemembered
            ? await FillAsync(account, user, member, repliesTo, isFresh: true, cancellationToken)
            : (null, SendProblems.TemplateParameters(problems));
    }

    private static FilledTemplate? Fill(TemplateFiller filler, TemplateMember member, out IReadOnlyList<ParameterProblem> problems)
    {
        problems = [.. Disagreements(filler.Template, member)];
        return problems.Count == 0 && filler.TryFill(member.Parameters, out var filled, out problems) ? filled : null;
    }

    // WhatsApp takes both from the template alone, so what a send says of them can only be checked.
    private static IEnumerable<ParameterProblem> Disagreements(TemplateDefinition template, TemplateMember member)
    {
        if (member.IsNamed is { } isNamed && isNamed != template.IsNamed)
        {
            yield return new("parameter_format", "wrong-kind", $"The template's parameters are {(template.IsNamed ? "named" : "positional")}: give them so.");
        }

        if (member.TtlSeconds is { } seconds && seconds != template.MessageSendTtlSeconds)
        {
            yield return new("message_send_ttl_seconds", "wrong-kind", "WhatsApp takes it from the template: leave it out, or edit the template.");
        }
    }

    private static string WordOf(TemplateCategory category) => category switch
    {
        TemplateCategory.Utility => "utility",
        TemplateCategory.Marketing => "marketing",
        TemplateCategory.Authentication => "authentication",
        _ => throw new InvalidOperationException($"There is no word for {category}."),
    };
}
