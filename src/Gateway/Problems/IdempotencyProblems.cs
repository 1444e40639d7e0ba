namespace Mogambo.Gateway.Problems;

/// <summary>What becomes of repeats, and of sends whose outcome is not known (contract section 2).</summary>
internal static class IdempotencyProblems
{
    public static Problem KeyReused() => Problem.Of(
        "idempotency-key-reused",
        "The idempotency key belongs to another request.",
        StatusCodes.Status422UnprocessableEntity,
        "Send this request with a key of its own; a repeat must have the same body, byte for byte.");

    public static Problem InProgress() => new(
        Problem.Of(
            "idempotency-in-progress",
            "The request is still being worked on.",
            StatusCodes.Status409Conflict,
            "Send the same request with the same key after the time in Retry-After: it is never sent twice.").Body)
    { RetryAfter = TimeSpan.FromSeconds(Random.Shared.Next(1, 3)) };

    /// <summary>Storage failed while the message was being taken, and a repeat is harmless.</summary>
    public static Problem UnknownWithKey() => new(
        Problem.Of(
            "storage-unavailable",
            "Storage cannot be reached.",
            StatusCodes.Status503ServiceUnavailable,
            "It is not known whether the message was taken: send the same request with the same key after the time in Retry-After; it is never sent twice.").Body)
    { RetryAfter = TimeSpan.FromSeconds(Random.Shared.Next(1, 3)) };

    /// <summary>No <c>Retry-After</c>: a client that repeats by itself could send twice.</summary>
    public static Problem UnknownWithoutKey(string? reference) => Problem.Of(
        "storage-unavailable",
        "It is not known yet whether the message was taken.",
        StatusCodes.Status503ServiceUnavailable,
        reference is null
            ? "Look for it with GET /v1/messages?user= before you send again; with an Idempotency-Key a repeat would be harmless."
            : "Look for it with GET /v1/messages?reference= before you send again; with an Idempotency-Key a repeat would be harmless.");
}
