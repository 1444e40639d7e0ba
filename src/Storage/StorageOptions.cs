namespace Mogambo.Storage;

/// <summary>Where everything is kept. Bound from <c>Mogambo:Storage</c>.</summary>
public sealed class StorageOptions
{
    public StorageProvider Provider { get; set; } = StorageProvider.Sqlite;

    public string ConnectionString { get; set; } = "Data Source=data/mogambo.db";

    /// <summary>Starts on a PostgreSQL server that may lose what it acknowledged (<c>fsync</c>, <c>full_page_writes</c> or <c>synchronous_commit</c> off). Default: no.</summary>
    public bool AllowUnsafe { get; set; }

    /// <summary>Write requests that may wait for the writer before callers are told that storage is overloaded. Default: 20,000.</summary>
    public int MaxQueuedWrites { get; set; } = 20_000;

    /// <summary>How long events are kept for those who read the feed. Default: 30 days.</summary>
    public TimeSpan EventRetention { get; set; } = TimeSpan.FromDays(30);
}
