namespace Mogambo.Messages;

/// <summary>What became of one attempt, by evidence (design 4.3).</summary>
[GenerateSerializer, Immutable, Alias("mogambo.send-outcome")]
public abstract record SendOutcome
{
    private SendOutcome()
    {
    }

    /// <summary>WhatsApp took the message; its delivery is told later by status webhooks.</summary>
    [GenerateSerializer, Immutable, Alias("mogambo.send-outcome.accepted")]
    public sealed record Accepted([property: Id(0)] string Wamid) : SendOutcome
    {
        /// <summary>The recipient's <c>wa_id</c> as WhatsApp knows it, if it said so.</summary>
        [Id(1)]
        public string? WaId { get; init; }
    }

    /// <summary>Definitely not taken: nothing of the content left, or WhatsApp answered with an error whose code says so.</summary>
    [GenerateSerializer, Immutable, Alias("mogambo.send-outcome.not-accepted")]
    public sealed record NotAccepted(
        [property: Id(0)] MessageError Error,
        [property: Id(1)] SendRemedy Remedy) : SendOutcome
    {
        /// <summary>What the instance asked us to wait (<c>Retry-After</c>), if it did.</summary>
        [Id(2)]
        public TimeSpan? RetryAfter { get; init; }
    }

    /// <summary>It may or may not have been taken: a timeout, a reset, an answer that is not WhatsApp's.</summary>
    [GenerateSerializer, Immutable, Alias("mogambo.send-outcome.unknown")]
    public sealed record Unknown([property: Id(0)] string Reason) : SendOutcome;
}
