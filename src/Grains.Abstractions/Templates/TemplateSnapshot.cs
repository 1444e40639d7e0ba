namespace Mogambo.Templates;

/// <summary>All that WhatsApp has of one name.</summary>
/// <param name="TakenAt">Before it was asked, our time: what happened later is not in it.</param>
[GenerateSerializer, Immutable, Alias("mogambo.template-snapshot")]
public sealed record TemplateSnapshot(
    [property: Id(0)] DateTimeOffset TakenAt, [property: Id(1)] IReadOnlyList<InstanceTemplate> Languages);

/// <summary>One language of a template as WhatsApp lists it (fact sheet 12.1).</summary>
[GenerateSerializer, Immutable, Alias("mogambo.instance-template")]
public sealed record InstanceTemplate
{
    [Id(0)]
    public required string InstanceId { get; init; }

    [Id(1)]
    public required TemplateId Id { get; init; }

    /// <summary>Null: a word that is not known.</summary>
    [Id(2)]
    public TemplateStatus? Status { get; init; }

    [Id(3)]
    public TemplateCategory? Category { get; init; }

    /// <summary>JSON array bytes.</summary>
    [Id(4)]
    public required byte[] Components { get; init; }

    [Id(5)]
    public bool IsNamed { get; init; }

    [Id(6)]
    public string? Quality { get; init; }

    /// <summary>Why it was rejected.</summary>
    [Id(7)]
    public string? Reason { get; init; }

    [Id(8)]
    public int? MessageSendTtlSeconds { get; init; }
}

/// <summary>What a snapshot came to, in languages.</summary>
[GenerateSerializer, Immutable, Alias("mogambo.template-reconciliation")]
public readonly record struct TemplateReconciliation([property: Id(0)] int Created, [property: Id(1)] int Changed, [property: Id(2)] int Missing)
{
    public static TemplateReconciliation operator +(TemplateReconciliation left, TemplateReconciliation right) => Add(left, right);

    public static TemplateReconciliation Add(TemplateReconciliation left, TemplateReconciliation right) =>
        new(left.Created + right.Created, left.Changed + right.Changed, left.Missing + right.Missing);
}
