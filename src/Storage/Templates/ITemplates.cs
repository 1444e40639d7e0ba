using Mogambo.Accounts;
using Mogambo.Storage.Events;
using Mogambo.Templates;

namespace Mogambo.Storage.Templates;

/// <summary>The templates of accounts as rows. Publishing goes through the group commit.</summary>
public interface ITemplates
{
    /// <summary>
    /// Puts a row in place of an older revision, together with the events it is worth; returns whether it did. When the row lets messages
    /// go that the old one held, the conversations of the account that wait are due at once.
    /// </summary>
    /// <exception cref="StorageUnavailableException">The database cannot be reached, or it is unknown whether the commit took place.</exception>
    Task<bool> PublishAsync(TemplateRow row, IReadOnlyList<NewEvent> events, CancellationToken cancellationToken = default);

    /// <summary>Takes a row away, a draft that was deleted.</summary>
    Task RemoveAsync(AccountId account, TemplateId id, long revision, CancellationToken cancellationToken = default);

    Task<TemplateRow?> FindAsync(AccountId account, TemplateId id, CancellationToken cancellationToken = default);

    /// <summary>All languages of a name.</summary>
    Task<IReadOnlyList<TemplateRow>> FindAsync(AccountId account, string name, CancellationToken cancellationToken = default);

    /// <summary>By name, then language.</summary>
    Task<Page<TemplateRow>> ListAsync(
        AccountId account, TemplateStatus? status, int limit, PageCursor? after = null, CancellationToken cancellationToken = default);
}
