using Mogambo.WhatsApp.Templates;

namespace Mogambo.Templates;

/// <summary>
/// The rules of a template and its languages: what a business may do with it. No I/O; the time is given. What WhatsApp does with it is in the other
/// parts of this class.
/// </summary>
/// <param name="hasInstance">Whether the account has a Cloud number, at whose instance templates are managed.</param>
internal sealed partial class Template(string name, TemplateState state, DateTimeOffset now, bool hasInstance)
{
    /// <summary>For so long WhatsApp keeps the name of a deleted template that was approved (fact sheet 12.3).</summary>
    private static readonly TimeSpan s_nameKept = TimeSpan.FromDays(30);

    private static readonly TimeSpan s_day = TimeSpan.FromDays(1);
    private static readonly TimeSpan s_month = TimeSpan.FromDays(30);

    private const int MaxEditsAMonth = 10;

    public TemplateDecision Create(TemplateDraft draft)
    {
        var earlier = Find(draft.Language);
        if (earlier is { Status: not TemplateStatus.Deleted })
        {
            return TemplateDecision.Refuse(
                TemplateRefusal.Exists, $"The template exists in {draft.Language}: edit it with PUT, or choose another name or language.");
        }

        if (earlier is { WasApproved: true } && earlier.ChangedAt + s_nameKept > now)
        {
            return TemplateDecision.Refuse(
                TemplateRefusal.Exists,
                "WhatsApp keeps the name of a deleted template for 30 days: choose another name, or wait.",
                earlier.ChangedAt + s_nameKept);
        }

        var version = new TemplateVersion
        {
            Language = draft.Language,
            Category = draft.Category,
            RequestedCategory = draft.Category,
            Components = draft.Components,
            IsNamed = draft.IsNamed,
            MessageSendTtlSeconds = draft.MessageSendTtlSeconds,
            CreatedAt = now,
        }.With(TemplateStatus.Draft, null, now);
        return Flaws(version) ?? Shown(Put(earlier, version), version.Language);
    }

    public TemplateDecision Edit(string language, TemplateEdit edit)
    {
        if (Find(language) is not { Status: not TemplateStatus.Deleted } version)
        {
            return NotFound();
        }

        if (edit.IsCategoryAlone && edit.Category == version.Category && version.Status != TemplateStatus.Draft)
        {
            // WhatsApp decided it already: this is only the business's agreement.
            return Shown(Put(version, version with { RequestedCategory = version.Category }), language);
        }

        var edited = version with
        {
            RequestedCategory = edit.Category ?? version.RequestedCategory,
            Components = edit.Components ?? version.Components,
            IsNamed = edit.IsNamed ?? version.IsNamed,
            MessageSendTtlSeconds = edit.MessageSendTtlSeconds ?? version.MessageSendTtlSeconds,
        };
        if (version.Status == TemplateStatus.Draft)
        {
            edited = edited with { Category = edited.RequestedCategory };
            return Flaws(edited) ?? Shown(Put(version, edited), language);
        }

        return RefuseEdit(version, edited) ?? Flaws(edited) ?? (version.InstanceId is null
            ? Shown(Put(version, (edited with { Category = edited.RequestedCategory }).With(TemplateStatus.Draft, "It was edited.", now)), language)
            : Ask(version, edited.With(TemplateStatus.Pending, null, now), TemplateCallKind.Edit));
    }

    public TemplateDecision Submit(string language) => Find(language) switch
    {
        null or { Status: TemplateStatus.Deleted } => NotFound(),
        { Call.Kind: TemplateCallKind.Create } => Shown(state: null, language),
        { Status: not TemplateStatus.Draft } version => TemplateDecision.Refuse(
            TemplateRefusal.NotSubmittable, $"Only a draft is submitted, and the template is {TemplateWords.Of(version.Status)}. Edit it with PUT: that submits it again."),
        _ when !hasInstance => TemplateDecision.Refuse(
            TemplateRefusal.NoInstance,
            "The account has no number on the Cloud API, where templates are reviewed: configure one, or set the status with PUT …/status once WhatsApp has approved it."),
        var version => Flaws(version) ?? Ask(version, version.With(TemplateStatus.Pending, null, now), TemplateCallKind.Create),
    };

    public TemplateDecision Delete(string? language)
    {
        var versions = state.Versions.Where(version => version.Status != TemplateStatus.Deleted && (language is null || version.Language == language)).ToList();
        if (versions.Count == 0)
        {
            return NotFound();
        }

        if (versions.Select(RefuseDelete).FirstOrDefault(refusal => refusal is not null) is { } refused)
        {
            return refused;
        }

        var (next, calls) = (state, new List<string>());
        foreach (var version in versions)
        {
            var isAtWhatsApp = version.InstanceId is not null;
            next = version.Status == TemplateStatus.Draft ? Remove(next, version)
                : isAtWhatsApp ? Put(next, version, Calling(version, version.With(TemplateStatus.PendingDeletion, null, now), TemplateCallKind.Delete))
                : Put(next, version, version.With(TemplateStatus.Deleted, null, now));
            if (isAtWhatsApp && version.Status != TemplateStatus.Draft)
            {
                calls.Add(version.Language);
            }
        }

        return new(next, language) { Calls = calls };
    }

    public TemplateDecision SetStatus(string language, TemplateStatus status, string? reason)
    {
        if (Find(language) is not { Status: not TemplateStatus.Deleted } version)
        {
            return NotFound();
        }

        if (version is { InstanceId: not null, Status: TemplateStatus.Paused, Call: null } && status == TemplateStatus.Approved)
        {
            return Ask(version, version, TemplateCallKind.Unpause);
        }

        return version.InstanceId is not null || version.Call is not null
            ? TemplateDecision.Refuse(
                TemplateRefusal.StatusIsReported,
                "WhatsApp reports the status of this template itself; only a paused one can be asked to be resumed, by setting it to approved.")
            : Shown(version.Status == status && version.Reason == reason ? null : Put(version, version.With(status, reason, now)), language);
    }

    private TemplateDecision? RefuseEdit(TemplateVersion version, TemplateVersion edited)
    {
        var month = version.Edits.Where(edit => edit > now - s_month).ToList();
        return version switch
        {
            { Call: not null } => NotEditable("WhatsApp has still to answer the last request about it: try again in a few minutes."),
            { IsLocked: true } => NotEditable("WhatsApp has locked it: see WhatsApp Manager for the reason."),
            { Status: not (TemplateStatus.Approved or TemplateStatus.Rejected or TemplateStatus.Paused) } => NotEditable(
                $"Only approved, rejected and paused templates can be edited, and this one is {TemplateWords.Of(version.Status)}."),
            { InstanceId: null } => null,
            { Status: TemplateStatus.Approved } when edited.RequestedCategory != version.Category && edited.RequestedCategory != version.RequestedCategory =>
                NotEditable("The category of an approved template cannot be changed: create another template."),
            { Status: TemplateStatus.Approved } when month is [.., var last] && last > now - s_day =>
                NotEditable("An approved template can be edited once in 24 hours.", last + s_day),
            { Status: TemplateStatus.Approved } when month.Count >= MaxEditsAMonth =>
                NotEditable("An approved template can be edited 10 times in 30 days.", month[^MaxEditsAMonth] + s_month),
            _ => null,
        };
    }

    private TemplateDecision? RefuseDelete(TemplateVersion version) => version switch
    {
        { Call: { Kind: not TemplateCallKind.Delete } call } when !call.IsOverAt(now) => TemplateDecision.Refuse(
            TemplateRefusal.NotDeletable, "WhatsApp has still to answer the last request about it: try again in a few minutes.", call.At + TemplateCall.Lease),
        { InstanceId: null, Call: not null } => TemplateDecision.Refuse(
            TemplateRefusal.NotDeletable, "It is not known yet whether WhatsApp has it: POST /v1/templates:sync finds out."),
        { Status: TemplateStatus.Disabled, InstanceId: not null } => TemplateDecision.Refuse(
            TemplateRefusal.NotDeletable, "WhatsApp does not delete disabled templates."),
        _ => null,
    };

    private TemplateDecision? Flaws(TemplateVersion version)
    {
        var problems = TemplateLinter.Lint(version.Definition(name));
        return problems.Count == 0
            ? null
            : new(null, Refusal: new TemplateReply.Invalid([.. problems.Select(problem => new TemplateFlaw(problem.Component, problem.Rule, problem.Message, problem.Limit))]));
    }

    private TemplateDecision NotFound() => new(
        null, Refusal: new TemplateReply.NotFound([.. state.Versions.Where(version => version.Status != TemplateStatus.Deleted).Select(version => version.Language)]));

    private static TemplateDecision NotEditable(string detail, DateTimeOffset? until = null) =>
        TemplateDecision.Refuse(TemplateRefusal.NotEditable, detail, until);

    private static TemplateDecision Shown(TemplateState? state, string language) => new(state, language);

    private TemplateDecision Ask(TemplateVersion version, TemplateVersion asked, TemplateCallKind kind) =>
        new(Put(version, Calling(version, asked, kind)), version.Language) { Calls = [version.Language] };

    private TemplateVersion Calling(TemplateVersion version, TemplateVersion asked, TemplateCallKind kind) =>
        asked with { Call = new(Guid.NewGuid(), kind, now, version with { Call = null, History = [] }) };

    private TemplateVersion? Find(string language) => state.Versions.Find(version => version.Language == language);
}
