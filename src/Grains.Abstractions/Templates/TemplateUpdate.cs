namespace Mogambo.Templates;

/// <summary>What a webhook says of one language of a template (fact sheet 6.1).</summary>
/// <param name="InstanceId">WhatsApp's id of this language's version: the key, where both sides know it.</param>
/// <param name="Language">With an underscore.</param>
/// <param name="At"><c>entry.time</c>: orders updates, whatever order they come in.</param>
[GenerateSerializer, Immutable, Alias("mogambo.template-update")]
public abstract record TemplateUpdate(
    [property: Id(0)] string? InstanceId, [property: Id(1)] string? Language, [property: Id(2)] DateTimeOffset At)
{
    /// <summary>Field <c>message_template_status_update</c>; words in upper case.</summary>
    [GenerateSerializer, Immutable, Alias("mogambo.template-update.status")]
    public sealed record StatusChanged(string? InstanceId, string? Language, DateTimeOffset At, [property: Id(0)] string Event)
        : TemplateUpdate(InstanceId, Language, At)
    {
        /// <summary>WhatsApp's word or sentence; null if it gave none.</summary>
        [Id(1)]
        public string? Reason { get; init; }

        /// <summary><c>other_info.title</c>: FIRST_PAUSE, UNPAUSE, …</summary>
        [Id(2)]
        public string? Title { get; init; }

        [Id(3)]
        public TemplateCategory? Category { get; init; }
    }

    /// <summary>Field <c>message_template_quality_update</c>: GREEN, YELLOW, RED or UNKNOWN.</summary>
    [GenerateSerializer, Immutable, Alias("mogambo.template-update.quality")]
    public sealed record QualityChanged(string? InstanceId, string? Language, DateTimeOffset At, [property: Id(0)] string Score)
        : TemplateUpdate(InstanceId, Language, At);

    /// <summary>Field <c>template_category_update</c>.</summary>
    /// <param name="IsDone">False: announced, a day ahead.</param>
    [GenerateSerializer, Immutable, Alias("mogambo.template-update.category")]
    public sealed record CategoryChanged(
        string? InstanceId, string? Language, DateTimeOffset At, [property: Id(0)] TemplateCategory New, [property: Id(1)] bool IsDone)
        : TemplateUpdate(InstanceId, Language, At);

    /// <summary>Field <c>message_template_components_update</c>: its texts. The whole of the components only WhatsApp has.</summary>
    [GenerateSerializer, Immutable, Alias("mogambo.template-update.components")]
    public sealed record ComponentsChanged(
        string? InstanceId,
        string? Language,
        DateTimeOffset At,
        [property: Id(0)] string? Header,
        [property: Id(1)] string? Body,
        [property: Id(2)] string? Footer) : TemplateUpdate(InstanceId, Language, At);
}
