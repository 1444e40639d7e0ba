namespace Mogambo.Templates;

/// <summary>What became of a call to WhatsApp that changes a template, by evidence.</summary>
[GenerateSerializer, Immutable, Alias("mogambo.template-call-outcome")]
public abstract record TemplateCallOutcome
{
    private TemplateCallOutcome()
    {
    }

    /// <summary>WhatsApp did it.</summary>
    /// <param name="InstanceId">Of a template that was created.</param>
    /// <param name="Status">If WhatsApp decided at once.</param>
    /// <param name="Category">WhatsApp's, which may be another than was asked for (fact sheet 12.7).</param>
    [GenerateSerializer, Immutable, Alias("mogambo.template-call-outcome.accepted")]
    public sealed record Accepted(
        [property: Id(0)] string? InstanceId, [property: Id(1)] TemplateStatus? Status, [property: Id(2)] TemplateCategory? Category)
        : TemplateCallOutcome;

    /// <summary>WhatsApp did not do it, or was not asked.</summary>
    /// <param name="Code">WhatsApp's code, or 0.</param>
    /// <param name="Reason">Its words, with the codes.</param>
    /// <param name="IsPassing">The same may be taken later.</param>
    [GenerateSerializer, Immutable, Alias("mogambo.template-call-outcome.refused")]
    public sealed record Refused([property: Id(0)] int Code, [property: Id(1)] string Reason, [property: Id(2)] bool IsPassing) : TemplateCallOutcome;

    /// <summary>It may have been done: only WhatsApp's list tells.</summary>
    [GenerateSerializer, Immutable, Alias("mogambo.template-call-outcome.unknown")]
    public sealed record Unknown([property: Id(0)] string Reason) : TemplateCallOutcome;
}
