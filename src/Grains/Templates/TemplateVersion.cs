using System.Collections.Immutable;
using Mogambo.WhatsApp.Templates;

namespace Mogambo.Templates;

/// <summary>One language of a template.</summary>
[GenerateSerializer, Immutable, Alias("mogambo.template-version")]
internal sealed record TemplateVersion
{
    /// <summary>Changes that are remembered.</summary>
    public const int MaxHistory = 50;

    [Id(0)]
    public required string Language { get; init; }

    [Id(1)]
    public TemplateStatus Status { get; init; }

    /// <summary>WhatsApp's, the authority; until it has said one, what the business asked for.</summary>
    [Id(2)]
    public required TemplateCategory Category { get; init; }

    /// <summary>What the business asked for, or has agreed to.</summary>
    [Id(3)]
    public required TemplateCategory RequestedCategory { get; init; }

    [Id(4)]
    public required byte[] Components { get; init; }

    [Id(5)]
    public bool IsNamed { get; init; }

    [Id(6)]
    public int? MessageSendTtlSeconds { get; init; }

    /// <summary>WhatsApp's id; null until it has one.</summary>
    [Id(7)]
    public string? InstanceId { get; init; }

    [Id(8)]
    public string? Reason { get; init; }

    [Id(9)]
    public string? Quality { get; init; }

    /// <summary>WhatsApp will disable it soon.</summary>
    [Id(10)]
    public bool IsFlagged { get; init; }

    /// <summary>WhatsApp lets nobody edit it.</summary>
    [Id(11)]
    public bool IsLocked { get; init; }

    /// <summary>WhatsApp said that it will be of this category within a day.</summary>
    [Id(12)]
    public TemplateCategory? AnnouncedCategory { get; init; }

    [Id(13)]
    public ImmutableList<TemplateChange> History { get; init; } = [];

    /// <summary>When the newest that was applied happened, by WhatsApp's clock; each kind of update for itself.</summary>
    [Id(14)]
    public DateTimeOffset StatusAt { get; init; }

    [Id(15)]
    public DateTimeOffset CategoryAt { get; init; }

    [Id(16)]
    public DateTimeOffset QualityAt { get; init; }

    [Id(17)]
    public DateTimeOffset ComponentsAt { get; init; }

    /// <summary>When WhatsApp was last known to have it, our time: a list that was taken before says nothing about it.</summary>
    [Id(18)]
    public DateTimeOffset KnownAt { get; init; }

    /// <summary>Edits of the approved template, of the last 30 days.</summary>
    [Id(19)]
    public ImmutableList<DateTimeOffset> Edits { get; init; } = [];

    [Id(20)]
    public bool WasApproved { get; init; }

    [Id(21)]
    public TemplateCall? Call { get; init; }

    [Id(22)]
    public DateTimeOffset CreatedAt { get; init; }

    [Id(23)]
    public DateTimeOffset ChangedAt { get; init; }

    /// <summary>WhatsApp made it marketing, which costs more and needs another consent, and nobody has agreed.</summary>
    public bool AwaitsAgreement => Category == TemplateCategory.Marketing && RequestedCategory != TemplateCategory.Marketing;

    public TemplateVersion With(TemplateStatus status, string? reason, DateTimeOffset now) => this with
    {
        Status = status,
        Reason = reason,
        WasApproved = WasApproved || status == TemplateStatus.Approved,
        History = (History.Count < MaxHistory ? History : History.RemoveAt(0)).Add(new(status, now, reason)),
    };

    public TemplateDefinition Definition(string name) => new()
    {
        Id = new(name, Language),
        Category = RequestedCategory,
        Components = Components,
        IsNamed = IsNamed,
        MessageSendTtlSeconds = MessageSendTtlSeconds,
    };
}

/// <summary>A line of a template's history.</summary>
[GenerateSerializer, Immutable, Alias("mogambo.template-change")]
internal sealed record TemplateChange(
    [property: Id(0)] TemplateStatus Status, [property: Id(1)] DateTimeOffset At, [property: Id(2)] string? Reason);
