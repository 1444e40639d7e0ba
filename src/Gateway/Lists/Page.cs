namespace Mogambo.Gateway.Lists;

/// <summary>One page of a list.</summary>
/// <param name="Next">What to send as <c>after</c> for the next page; null on the last one.</param>
internal sealed record Page<T>(IReadOnlyList<T> Data, string? Next);
