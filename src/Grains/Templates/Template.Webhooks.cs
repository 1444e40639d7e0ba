namespace Mogambo.Templates;

/// <summary>
/// What webhooks say. Each kind of update applies only if it is not older than the newest of its kind: a redelivered pause does not undo
/// an approval.
/// </summary>
internal sealed partial class Template
{
    public TemplateDecision Apply(IReadOnlyList<TemplateUpdate> updates)
    {
        var (next, needsSync) = (state, false);
        foreach (var update in updates)
        {
            if (Find(next, update) is not { } version)
            {
                needsSync = true;
                continue;
            }

            needsSync |= update is TemplateUpdate.ComponentsChanged;
            var after = Applied(version, update);
            next = Differs(version, after) ? Put(next, version, after) : next;
        }

        return new(next == state ? null : next) { NeedsSync = needsSync };
    }

    private static TemplateVersion? Find(TemplateState state, TemplateUpdate update) =>
        state.Versions.Find(version => update.InstanceId is not null && version.InstanceId == update.InstanceId)
        ?? state.Versions.Find(version => version.Language == update.Language && !IsAnother(version, update));

    /// <summary>A template that was deleted and made again has the same language and another id.</summary>
    private static bool IsAnother(TemplateVersion version, TemplateUpdate update) =>
        version.InstanceId is not null && update.InstanceId is not null && version.InstanceId != update.InstanceId;

    private TemplateVersion Applied(TemplateVersion version, TemplateUpdate update) => update switch
    {
        TemplateUpdate.StatusChanged status when status.At >= version.StatusAt => Applied(version, status),
        TemplateUpdate.QualityChanged quality when quality.At >= version.QualityAt =>
            Known(version, quality) with { Quality = quality.Score, QualityAt = quality.At },
        TemplateUpdate.CategoryChanged { IsDone: true } category when category.At >= version.CategoryAt =>
            Known(version, category) with { Category = category.New, CategoryAt = category.At, AnnouncedCategory = null },
        TemplateUpdate.CategoryChanged { IsDone: false } category when category.At >= version.CategoryAt =>
            Known(version, category) with { AnnouncedCategory = category.New == version.Category ? null : category.New, CategoryAt = category.At },
        TemplateUpdate.ComponentsChanged components when components.At >= version.ComponentsAt && version.Call is null =>
            Known(version, components) with { Components = TemplateComponents.With(version.Components, components), ComponentsAt = components.At },
        _ => version,
    };

    private TemplateVersion Applied(TemplateVersion version, TemplateUpdate.StatusChanged update)
    {
        var known = Known(version, update) with { StatusAt = update.At };
        if (update.Category is { } category && update.At >= version.CategoryAt)
        {
            known = known with { Category = category, CategoryAt = update.At };
        }

        var reason = update.Reason ?? update.Title;
        switch (update.Event)
        {
            case "FLAGGED":
                return known.IsFlagged ? known : (known with { IsFlagged = true }).With(known.Status, reason ?? update.Event, now);
            case "LOCKED":
                return known.IsLocked ? known : (known with { IsLocked = true }).With(known.Status, reason ?? update.Event, now);
        }

        if (StatusOf(update, version.Status) is not { } status)
        {
            return known;
        }

        known = known with { IsFlagged = known.IsFlagged && update.Event != "REINSTATED", IsLocked = known.IsLocked && status != TemplateStatus.Approved };
        // What the call was to bring about, WhatsApp reports; its answer has nothing to add.
        var isAnswered = version.Call is { Kind: TemplateCallKind.Create or TemplateCallKind.Unpause } && known.InstanceId is not null;
        known = isAnswered ? known with { Call = null } : known;
        return status == version.Status && reason == version.Reason ? known : known.With(status, reason, now);
    }

    /// <summary>Fact sheet 6.1 and 12.5; null: the status stays.</summary>
    private static TemplateStatus? StatusOf(TemplateUpdate.StatusChanged update, TemplateStatus current) => (update.Event, update.Title) switch
    {
        (_, "UNPAUSE") => TemplateStatus.Approved,
        ("PAUSED", "DISABLED") => TemplateStatus.Disabled,
        // No longer flagged, or no longer disabled: a pause has its own end.
        ("REINSTATED", _) => current is TemplateStatus.Disabled or TemplateStatus.InAppeal or TemplateStatus.Archived ? TemplateStatus.Approved : current,
        ("DRAFT", _) => null,
        var (word, _) => TemplateWords.Status(word),
    };

    private TemplateVersion Known(TemplateVersion version, TemplateUpdate update) =>
        version with { InstanceId = version.InstanceId ?? update.InstanceId, KnownAt = now };
}
