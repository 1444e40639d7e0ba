namespace Mogambo.Gateway.OptIns.Import;

/// <summary>A row as it was written, its members not judged yet.</summary>
internal sealed record ImportRow
{
    public string? Number { get; init; }

    public string? Source { get; init; }

    public string? Evidence { get; init; }

    public string? At { get; init; }

    public string? Action { get; init; }

    public string? From { get; init; }

    /// <summary>Why the row cannot be read; null if it can.</summary>
    public string? Error { get; init; }

    public static ImportRow Unreadable(string error) => new() { Error = error };
}
