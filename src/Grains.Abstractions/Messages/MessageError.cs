namespace Mogambo.Messages;

/// <summary>Why a message failed or waits: WhatsApp's own code and words, and what to do about it.</summary>
[GenerateSerializer, Immutable, Alias("mogambo.message-error")]
public sealed record MessageError
{
    /// <summary>WhatsApp's error code, or 0 where the error is not WhatsApp's.</summary>
    [Id(0)]
    public required int Code { get; init; }

    [Id(1)]
    public required string Title { get; init; }

    [Id(2)]
    public string? Details { get; init; }

    /// <summary>A sentence that says what to do.</summary>
    [Id(3)]
    public string? Advice { get; init; }

    [Id(4)]
    public bool Retryable { get; init; }
}
