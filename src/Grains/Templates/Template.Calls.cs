namespace Mogambo.Templates;

/// <summary>What came of calls to WhatsApp.</summary>
internal sealed partial class Template
{
    public TemplateDecision RecordOutcome(string language, Guid call, TemplateCallOutcome outcome)
    {
        if (Find(language) is not { } version || version.Call is not { } made || made.Id != call)
        {
            return new(null);
        }

        return outcome switch
        {
            TemplateCallOutcome.Accepted accepted => new(Put(version, Accepted(version, made, accepted))),
            TemplateCallOutcome.Refused refused => new(Put(version, Refused(version, made, refused.Reason))),
            // Never repeated blindly: the list tells what became of it.
            _ => new(null) { NeedsSync = true },
        };
    }

    private TemplateVersion Accepted(TemplateVersion version, TemplateCall call, TemplateCallOutcome.Accepted accepted)
    {
        var known = version with { Call = null, KnownAt = now, InstanceId = version.InstanceId ?? accepted.InstanceId };
        // A webhook may have been faster than the answer; then it is right.
        var isReported = version.StatusAt > call.Before.StatusAt;
        switch (call.Kind)
        {
            case TemplateCallKind.Create:
                known = known with { Category = accepted.Category ?? known.Category };
                return accepted.Status is { } status && status != known.Status && !isReported ? known.With(status, null, now) : known;
            case TemplateCallKind.Edit:
                known = call.Before.Status == TemplateStatus.Approved
                    ? known with { Edits = known.Edits.RemoveAll(edit => edit <= now - s_month).Add(now) }
                    : known;
                return known with { Category = accepted.Category ?? known.Category };
            case TemplateCallKind.Delete:
                return known.Status == TemplateStatus.PendingDeletion && !isReported ? known.With(TemplateStatus.Deleted, null, now) : known;
            default:
                return known.Status == TemplateStatus.Paused && !isReported ? known.With(TemplateStatus.Approved, null, now) : known;
        }
    }

    private TemplateVersion Refused(TemplateVersion version, TemplateCall call, string reason)
    {
        var isReported = version.StatusAt > call.Before.StatusAt;
        var back = version with
        {
            Call = null,
            RequestedCategory = call.Before.RequestedCategory,
            Components = call.Before.Components,
            IsNamed = call.Before.IsNamed,
            MessageSendTtlSeconds = call.Before.MessageSendTtlSeconds,
        };
        return isReported ? back with { Reason = reason } : back.With(call.Before.Status, reason, now);
    }
}
