namespace Mogambo.Templates;

/// <summary>What became of a request about a template.</summary>
[GenerateSerializer, Immutable, Alias("mogambo.template-reply")]
public abstract record TemplateReply
{
    private TemplateReply()
    {
    }

    /// <summary>On disk and published.</summary>
    /// <param name="Document">The template as the API shows it, JSON bytes; null if it is gone.</param>
    /// <param name="IsUnderWay">WhatsApp has still to be told, or to answer.</param>
    [GenerateSerializer, Immutable, Alias("mogambo.template-reply.done")]
    public sealed record Done([property: Id(0)] byte[]? Document, [property: Id(1)] bool IsUnderWay) : TemplateReply;

    /// <param name="Languages">Those that there are.</param>
    [GenerateSerializer, Immutable, Alias("mogambo.template-reply.not-found")]
    public sealed record NotFound([property: Id(0)] IReadOnlyList<string> Languages) : TemplateReply;

    /// <summary>It breaks rules of WhatsApp's; nothing was stored.</summary>
    [GenerateSerializer, Immutable, Alias("mogambo.template-reply.invalid")]
    public sealed record Invalid([property: Id(0)] IReadOnlyList<TemplateFlaw> Flaws) : TemplateReply;

    /// <summary>Not now, or not so; nothing was stored.</summary>
    /// <param name="Detail">A sentence that says why and what to do.</param>
    /// <param name="Until">When it will be possible, where that is known.</param>
    [GenerateSerializer, Immutable, Alias("mogambo.template-reply.refused")]
    public sealed record Refused(
        [property: Id(0)] TemplateRefusal Refusal, [property: Id(1)] string Detail, [property: Id(2)] DateTimeOffset? Until = null) : TemplateReply;
}

/// <summary>Why a template is left as it is.</summary>
[GenerateSerializer, Alias("mogambo.template-refusal")]
public enum TemplateRefusal
{
    /// <summary>There is such a template already, or was until lately.</summary>
    Exists = 0,
    NotEditable = 1,
    NotSubmittable = 2,
    NotDeletable = 3,

    /// <summary>WhatsApp reports the status itself.</summary>
    StatusIsReported = 4,

    /// <summary>The account has no number on the Cloud API, and templates are managed nowhere else.</summary>
    NoInstance = 5,
}

/// <summary>A rule of WhatsApp's that a template breaks.</summary>
/// <param name="Component"><c>name</c>, <c>body</c>, <c>buttons[1]</c>, …</param>
/// <param name="Rule">Stable word, such as <c>body-too-long</c>.</param>
/// <param name="Limit">The rule's number, where it has one.</param>
[GenerateSerializer, Immutable, Alias("mogambo.template-flaw")]
public sealed record TemplateFlaw(
    [property: Id(0)] string Component, [property: Id(1)] string Rule, [property: Id(2)] string Message, [property: Id(3)] int? Limit);
