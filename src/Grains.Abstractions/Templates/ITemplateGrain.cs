namespace Mogambo.Templates;

/// <summary>One template with all its languages, keyed <c>{account}/{name}</c>; one turn at a time.</summary>
/// <remarks>
/// What is answered is on disk and published: lists and sends see it. Nothing here waits for WhatsApp; what WhatsApp says comes back as a
/// call of its own.
/// </remarks>
[GrainInterfaceType("template"), Alias("mogambo.template")]
public interface ITemplateGrain : IGrainWithStringKey
{
    /// <summary>Takes a new language as a draft.</summary>
    [Alias("create")]
    Task<TemplateReply> CreateAsync(TemplateDraft draft);

    /// <summary>Changes a draft at once, a submitted one by way of WhatsApp; or agrees to the category that WhatsApp gave it.</summary>
    [Alias("edit")]
    Task<TemplateReply> EditAsync(string language, TemplateEdit edit);

    /// <summary>Hands a draft to WhatsApp for review.</summary>
    [Alias("submit")]
    Task<TemplateReply> SubmitAsync(string language);

    /// <summary>Takes a draft away at once, a submitted one by way of WhatsApp.</summary>
    /// <param name="language">Null: all of them.</param>
    [Alias("delete")]
    Task<TemplateReply> DeleteAsync(string? language);

    /// <summary>A person says the status of a template that no instance reports; or has a paused one resumed.</summary>
    [Alias("set-status")]
    Task<TemplateReply> SetStatusAsync(string language, TemplateStatus status, string? reason);

    /// <summary>Takes what webhooks brought, oldest first. One that is older than what was applied changes nothing.</summary>
    /// <returns>False if WhatsApp must be asked for the whole: a language is not known here, or more changed than a webhook tells.</returns>
    [Alias("apply")]
    Task<bool> ApplyAsync(IReadOnlyList<TemplateUpdate> updates);

    /// <summary>Takes what WhatsApp has of this name.</summary>
    [Alias("reconcile")]
    Task<TemplateReconciliation> ReconcileAsync(TemplateSnapshot snapshot);

    /// <summary>Takes what became of a call to WhatsApp; one that is over is dropped.</summary>
    [Alias("record-outcome")]
    Task RecordOutcomeAsync(string language, Guid call, TemplateCallOutcome outcome);
}
