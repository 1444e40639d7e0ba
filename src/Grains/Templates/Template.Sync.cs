namespace Mogambo.Templates;

/// <summary>What WhatsApp's list says.</summary>
internal sealed partial class Template
{
    /// <summary>
    /// A list has our time, webhooks have WhatsApp's: so much the two clocks may differ before a webhook that came after the list is taken
    /// for older.
    /// </summary>
    private static readonly TimeSpan s_clocksDiffer = TimeSpan.FromMinutes(1);

    public TemplateDecision Reconcile(TemplateSnapshot snapshot)
    {
        var (next, counts) = (state, default(TemplateReconciliation));
        foreach (var listed in snapshot.Languages)
        {
            var version = next.Versions.Find(known => known.InstanceId == listed.InstanceId)
                ?? next.Versions.Find(known => known.Language == listed.Id.Language && IsReplacedBy(known, snapshot.TakenAt));
            var after = Reconciled(version ?? Imported(listed), listed, snapshot.TakenAt);
            counts += version is null ? new(1, 0, 0) : Differs(version, after) ? new(0, 1, 0) : default;
            next = version is not null && !Differs(version, after) ? next : Put(next, version, after);
        }

        foreach (var version in state.Versions.Where(known => snapshot.Languages.All(listed => listed.InstanceId != known.InstanceId)))
        {
            if (next.Versions.Contains(version) && Missing(version, snapshot.TakenAt) is { } after)
            {
                counts += after.Status == TemplateStatus.Deleted ? new(0, 0, 1) : new(0, 1, 0);
                next = Put(next, version, after);
            }
        }

        return new(next == state ? null : next) { Counts = counts };
    }

    /// <summary>Whether one of this language with another id, or the first with an id, takes its place.</summary>
    private static bool IsReplacedBy(TemplateVersion version, DateTimeOffset takenAt) => version.InstanceId is null || version.KnownAt < takenAt;

    private TemplateVersion Imported(InstanceTemplate listed) => new()
    {
        Language = listed.Id.Language,
        Category = listed.Category ?? TemplateCategory.Marketing,
        RequestedCategory = listed.Category ?? TemplateCategory.Marketing,
        Components = listed.Components,
        InstanceId = listed.InstanceId,
        Status = TemplateStatus.Pending,
        CreatedAt = now,
    };

    private TemplateVersion Reconciled(TemplateVersion version, InstanceTemplate listed, DateTimeOffset takenAt)
    {
        if (version.Call is { Kind: not TemplateCallKind.Create } call && !call.IsOverAt(now))
        {
            // The list may show how it stood before.
            return version;
        }

        var isSame = version.InstanceId == listed.InstanceId || version.InstanceId is null;
        var known = version with { InstanceId = listed.InstanceId, Call = null, KnownAt = takenAt, Quality = listed.Quality ?? version.Quality };
        if (takenAt >= version.ComponentsAt)
        {
            known = known with
            {
                Components = TemplateComponents.AreSame(version.Components, listed.Components) ? version.Components : listed.Components,
                IsNamed = listed.IsNamed,
                MessageSendTtlSeconds = listed.MessageSendTtlSeconds ?? version.MessageSendTtlSeconds,
            };
        }

        if (listed.Category is { } category && category != version.Category && (takenAt >= version.CategoryAt || !isSame))
        {
            known = known with { Category = category, CategoryAt = Seen(version.CategoryAt, takenAt), AnnouncedCategory = null };
        }

        var isNew = version.History.IsEmpty;
        return listed.Status is { } status && (isNew || status != version.Status) && (takenAt >= version.StatusAt || !isSame)
            ? (known with { StatusAt = Seen(version.StatusAt, takenAt) }).With(status, listed.Reason, now)
            : isNew ? known.With(known.Status, listed.Reason, now) : known;
    }

    /// <summary>What becomes of a language that WhatsApp does not list; null if nothing.</summary>
    private TemplateVersion? Missing(TemplateVersion version, DateTimeOffset takenAt) => version switch
    {
        { Status: TemplateStatus.Deleted } => null,
        { InstanceId: null, Call: { } call } when call.At < takenAt && call.IsOverAt(now) => Refused(
            version, call, "It is not known what became of the submission, and WhatsApp does not have the template: submit it again."),
        { InstanceId: not null } when version.KnownAt < takenAt && version.Call?.IsOverAt(now) != false =>
            (version with { Call = null }).With(TemplateStatus.Deleted, "WhatsApp no longer has it.", now),
        _ => null,
    };

    private static DateTimeOffset Seen(DateTimeOffset before, DateTimeOffset takenAt) =>
        takenAt - s_clocksDiffer > before ? takenAt - s_clocksDiffer : before;

    /// <summary>That it was seen again is not worth a write.</summary>
    private static bool Differs(TemplateVersion before, TemplateVersion after) => before with { KnownAt = after.KnownAt } != after;
}
