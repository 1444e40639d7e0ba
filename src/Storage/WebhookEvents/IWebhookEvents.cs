namespace Mogambo.Storage.WebhookEvents;

/// <summary>
/// Changes that belong to no conversation (templates, numbers, accounts, fields not known yet), kept as they came until, and after, the
/// part of the product that follows them reads them. Adding goes through the group commit.
/// </summary>
public interface IWebhookEvents
{
    /// <summary>Returns when they are on disk. One that is there already (same account, field, time and content) is left as it is.</summary>
    /// <exception cref="StorageUnavailableException">The database cannot be reached, or it is unknown whether the commit took place.</exception>
    Task AddAsync(IReadOnlyList<NewWebhookEvent> events, CancellationToken cancellationToken = default);
}
