namespace Mogambo.Subscriptions;

/// <summary>Posts to the addresses of subscribers.</summary>
internal interface IEventPoster
{
    /// <summary>Makes one call of at most 15 s. Only cancellation is thrown.</summary>
    /// <param name="id">The event's id, the same on every try.</param>
    Task<PostResult> PostAsync(Uri url, IReadOnlyList<string> secrets, string id, byte[] body, CancellationToken cancellationToken);
}

/// <summary>What came back from a subscriber.</summary>
/// <param name="StatusCode">Null if nothing did.</param>
/// <param name="Error">Why it counts as failed, a sentence; null where it is a success.</param>
/// <param name="RetryAfter">What the receiver asked to wait.</param>
internal sealed record PostResult(int? StatusCode, string? Error, TimeSpan? RetryAfter = null)
{
    private const int Gone = 410;

    public bool IsSuccess => Error is null;

    /// <summary>The receiver wants nothing more, ever.</summary>
    public bool IsGone => StatusCode == Gone;
}
