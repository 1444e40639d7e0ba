namespace Mogambo.Templates;

/// <summary>What the rules of a template came to.</summary>
/// <param name="Next">Null: nothing changes.</param>
/// <param name="Language">The language that the answer shows.</param>
/// <param name="Refusal">Null: done.</param>
internal sealed record TemplateDecision(TemplateState? Next, string? Language = null, TemplateReply? Refusal = null)
{
    /// <summary>The languages whose calls are made once the state is on disk and published.</summary>
    public IReadOnlyList<string> Calls { get; init; } = [];

    /// <summary>WhatsApp must be asked for the whole.</summary>
    public bool NeedsSync { get; init; }

    public TemplateReconciliation Counts { get; init; }

    public static TemplateDecision Refuse(TemplateRefusal refusal, string detail, DateTimeOffset? until = null) =>
        new(null, Refusal: new TemplateReply.Refused(refusal, detail, until));
}
