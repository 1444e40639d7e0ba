namespace Mogambo.Templates;

/// <summary>What WhatsApp is being asked to do.</summary>
[GenerateSerializer, Alias("mogambo.template-call-kind")]
internal enum TemplateCallKind
{
    Create = 0,
    Edit = 1,
    Delete = 2,
    Unpause = 3,
}

/// <summary>A call to WhatsApp that is on disk before it is made.</summary>
/// <param name="At">When it was decided. A call that is long over and said nothing may have been made: only WhatsApp's list tells.</param>
/// <param name="Before">How the language stood, to be taken up again if WhatsApp refuses.</param>
[GenerateSerializer, Immutable, Alias("mogambo.template-call")]
internal sealed record TemplateCall(
    [property: Id(0)] Guid Id, [property: Id(1)] TemplateCallKind Kind, [property: Id(2)] DateTimeOffset At, [property: Id(3)] TemplateVersion Before)
{
    /// <summary>Longer than all tries of a call can take.</summary>
    public static readonly TimeSpan Lease = TimeSpan.FromMinutes(2);

    public bool IsOverAt(DateTimeOffset now) => now - At > Lease;
}
