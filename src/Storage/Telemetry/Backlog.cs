namespace Mogambo.Storage.Telemetry;

/// <summary>What waits in one place of the database.</summary>
/// <param name="Place">A word of ours: <c>inbox</c>, <c>conversation</c>, <c>delivery</c>, <c>unknown</c>, …</param>
/// <param name="Count">Rows that wait, counted up to <see cref="BacklogReader.MaxCounted"/>.</param>
/// <param name="Oldest">Since when the oldest of the counted waits; null where nothing does, or it says nothing.</param>
/// <param name="Overdue">Rows that any process could have taken for more than 60 s and none has: 0 while the cluster is well.</param>
internal sealed record Backlog(string Place, long Count, DateTimeOffset? Oldest, long Overdue);
