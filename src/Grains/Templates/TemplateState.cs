using System.Collections.Immutable;

namespace Mogambo.Templates;

/// <summary>A template with all its languages, as its grain stores it. Immutable: a turn makes the next one, adopted only with its write.</summary>
[GenerateSerializer, Immutable, Alias("mogambo.template-state")]
internal sealed record TemplateState
{
    [Id(0)]
    public ImmutableList<TemplateVersion> Versions { get; init; } = [];

    /// <summary>Grows with every change of any language, so that a language that is taken away and made again never goes back.</summary>
    [Id(1)]
    public long Revision { get; init; }

    /// <summary>What this state changed in the published rows. Publishing again is harmless, so it stays until the next state replaces it.</summary>
    [Id(2)]
    public ImmutableList<Publication> Unpublished { get; init; } = [];
}

/// <summary>A row that is to be published, with its events.</summary>
/// <param name="IsRemoval">The language is gone, and its row with it.</param>
[GenerateSerializer, Immutable, Alias("mogambo.template-publication")]
internal sealed record Publication(
    [property: Id(0)] string Language,
    [property: Id(1)] long Revision,
    [property: Id(2)] bool IsRemoval,
    [property: Id(3)] ImmutableList<TemplateEvent> Events);

/// <param name="Data">JSON bytes.</param>
[GenerateSerializer, Immutable, Alias("mogambo.template-event")]
internal sealed record TemplateEvent([property: Id(0)] string Type, [property: Id(1)] byte[] Data, [property: Id(2)] DateTimeOffset At);
