namespace Mogambo.Templates;

/// <summary>A language of a template as a business writes it.</summary>
/// <param name="Components">In the Cloud API's shape, JSON array bytes.</param>
/// <param name="IsNamed">Whether parameters have names instead of places.</param>
[GenerateSerializer, Immutable, Alias("mogambo.template-draft")]
public sealed record TemplateDraft(
    [property: Id(0)] string Language,
    [property: Id(1)] TemplateCategory Category,
    [property: Id(2)] byte[] Components,
    [property: Id(3)] bool IsNamed,
    [property: Id(4)] int? MessageSendTtlSeconds);

/// <summary>What is to be changed; null stays as it is.</summary>
[GenerateSerializer, Immutable, Alias("mogambo.template-edit")]
public sealed record TemplateEdit
{
    [Id(0)]
    public TemplateCategory? Category { get; init; }

    [Id(1)]
    public byte[]? Components { get; init; }

    [Id(2)]
    public bool? IsNamed { get; init; }

    [Id(3)]
    public int? MessageSendTtlSeconds { get; init; }

    /// <summary>Nothing but a category: it may be an agreement to WhatsApp's.</summary>
    public bool IsCategoryAlone => this is { Category: not null, Components: null, IsNamed: null, MessageSendTtlSeconds: null };
}
