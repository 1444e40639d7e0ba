using Mogambo.Accounts;
using Mogambo.Gateway.Problems;
using Mogambo.Sending;
using Mogambo.WhatsApp.Templates;

namespace Mogambo.Gateway.Messages.Send;

/// <summary>Tells the caller why the conversation did not take a message, and what would help.</summary>
internal sealed class SendRefusals(StoredTemplates templates)
{
    /// <summary>Names of templates that an answer suggests.</summary>
    private const int MostSuggested = 20;

    public async Task<Problem> ExplainAsync(Account account, SendRefusal refusal, CancellationToken cancellationToken) => refusal switch
    {
        SendRefusal.NumberUnavailable number => SendProblems.NumberUnavailable(number.Error),
        SendRefusal.TemplateNotFound template => SendProblems.TemplateNotFound(
            template.Template, await templates.LanguagesAsync(account.Id, template.Template.Name, cancellationToken)),
        SendRefusal.TemplateChanged => SendProblems.TemplateParameters(
            [new ParameterProblem("template", "changed", "The template is being changed: look at its parameters and send again.")]),
        SendRefusal.TemplateNotApproved template => SendProblems.TemplateNotApproved(template),
        SendRefusal.NotOptedIn user => SendProblems.NotOptedIn(user.OptedOutAt),
        SendRefusal.WindowClosed window => SendProblems.WindowClosed(
            window.ClosedAt, await templates.ApprovedNamesAsync(account.Id, MostSuggested, cancellationToken)),
        SendRefusal.TooManyWaiting waiting => SendProblems.TooManyWaiting(waiting.Limit),
        _ => throw new InvalidOperationException($"Unknown refusal {refusal.GetType().Name}."),
    };
}
