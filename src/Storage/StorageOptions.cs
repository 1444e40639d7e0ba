namespace Mogambo.Storage;

/// <summary>Where everything is kept. Bound from <c>Mogambo:Storage</c>.</summary>
public sealed class StorageOptions
{
    private static readonly TimeSpan s_most = TimeSpan.FromDays(36_500);

    public StorageProvider Provider { get; set; } = StorageProvider.Sqlite;

    public string ConnectionString { get; set; } = "Data Source=data/mogambo.db";

    /// <summary>Starts on a PostgreSQL server that may lose what it acknowledged (<c>fsync</c>, <c>full_page_writes</c> or <c>synchronous_commit</c> off). Default: no.</summary>
    public bool AllowUnsafe { get; set; }

    /// <summary>How long a start waits for a PostgreSQL server that is away or starts itself, 0 (not at all) to 1 hour. Default: 2 minutes.</summary>
    public TimeSpan StartPatience { get; set; } = TimeSpan.FromMinutes(2);

    /// <summary>Write requests, each status as one, that may wait for the writer before callers are told that storage is overloaded. Default: 20,000.</summary>
    public int MaxQueuedWrites { get; set; } = 20_000;

    /// <summary>
    /// The database comes from a backup: a name or time of the restore, each of which takes effect once, or <c>true</c>. <c>false</c>: it
    /// does not, whatever PostgreSQL's identity says. Not set: PostgreSQL's identity decides.
    /// </summary>
    public string? Restored { get; set; }

    /// <summary>How long messages are kept, by whole months on PostgreSQL; 0 for ever, otherwise at least 35 days. Default: 365 days.</summary>
    public TimeSpan MessageRetention { get; set; } = TimeSpan.FromDays(365);

    /// <summary>How long events are kept for those who read the feed; at least an hour. Default: 30 days.</summary>
    public TimeSpan EventRetention { get; set; } = TimeSpan.FromDays(30);

    /// <summary>How long changes of webhooks are kept that no rule knows; at least an hour. Default: 30 days.</summary>
    public TimeSpan WebhookEventRetention { get; set; } = TimeSpan.FromDays(30);

    /// <summary>How long dead letters wait for a person; 0 for ever, otherwise at least a day. Default: 90 days.</summary>
    public TimeSpan DeadLetterRetention { get; set; } = TimeSpan.FromDays(90);

    /// <exception cref="StorageStartupException">A time is too short.</exception>
    internal void Check()
    {
        if (StartPatience < TimeSpan.Zero || StartPatience > TimeSpan.FromHours(1))
        {
            throw new StorageStartupException(FormattableString.Invariant($"Storage:StartPatience is {StartPatience:c}: set it to 00:00:00 to 01:00:00."));
        }

        Check(nameof(MessageRetention), MessageRetention, TimeSpan.FromDays(35), mayBeForEver: true);
        Check(nameof(EventRetention), EventRetention, TimeSpan.FromHours(1), mayBeForEver: false);
        Check(nameof(WebhookEventRetention), WebhookEventRetention, TimeSpan.FromHours(1), mayBeForEver: false);
        Check(nameof(DeadLetterRetention), DeadLetterRetention, TimeSpan.FromDays(1), mayBeForEver: true);
    }

    private static void Check(string name, TimeSpan value, TimeSpan least, bool mayBeForEver)
    {
        var isForEver = mayBeForEver && value == TimeSpan.Zero;
        if (!isForEver && (value < least || value > s_most))
        {
            var forEver = mayBeForEver ? ", or 0 for ever" : "";
            throw new StorageStartupException(
                FormattableString.Invariant($"Storage:{name} is {value:c}: set it to at least {least:c} (days.hours:minutes:seconds) and at most {s_most:c}{forEver}."));
        }
    }
}
