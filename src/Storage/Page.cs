namespace Mogambo.Storage;

/// <summary>A page of a list.</summary>
/// <param name="Next">The cursor of the next page; null if this is the last.</param>
public sealed record Page<T>(IReadOnlyList<T> Items, PageCursor? Next);
