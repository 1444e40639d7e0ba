using System.Collections.Concurrent;
using Mogambo.Accounts;
using Mogambo.Storage.Templates;
using Mogambo.Templates;
using Mogambo.WhatsApp.Templates;

namespace Mogambo.Gateway.Messages.Send;

/// <summary>
/// The definitions of templates, remembered for 2 s, so that a campaign reads its template once and not for every message. Whether it may
/// be sent is not asked here: the claim is what decides that.
/// </summary>
internal sealed class StoredTemplates(ITemplates templates, TimeProvider time)
{
    private const int MostRemembered = 1000;

    private static readonly TimeSpan Remembered = TimeSpan.FromSeconds(2);

    private readonly ConcurrentDictionary<(AccountId, TemplateId), Entry> _entries = new();

    /// <param name="isFresh">Read now, not remembered.</param>
    /// <returns>What fills it, or null if there is none; and whether it was remembered.</returns>
    public async Task<(TemplateFiller? Template, bool WasRemembered)> FindAsync(
        AccountId account, TemplateId id, bool isFresh, CancellationToken cancellationToken)
    {
        var now = time.GetUtcNow();
        if (!isFresh && _entries.TryGetValue((account, id), out var entry) && now < entry.Until)
        {
            return (entry.Template, true);
        }

        // One that does not exist is not remembered: it may be made at any moment, and callers choose the names.
        if (await templates.FindAsync(account, id, cancellationToken) is not { } row || IsGone(row))
        {
            _entries.TryRemove((account, id), out _);
            return (null, false);
        }

        if (_entries.Count >= MostRemembered)
        {
            _entries.Clear();
        }

        var template = new TemplateFiller(StoredTemplate.Of(row));
        _entries[(account, id)] = new(template, now + Remembered);
        return (template, false);
    }

    /// <summary>The languages that a template exists in, in order.</summary>
    public async Task<IReadOnlyList<string>> LanguagesAsync(AccountId account, string name, CancellationToken cancellationToken) =>
        [.. (await templates.FindAsync(account, name, cancellationToken)).Where(row => !IsGone(row)).Select(row => row.Id.Language).Order(StringComparer.Ordinal)];

    /// <summary>The names of templates that may be sent, in order, at most so many.</summary>
    public async Task<IReadOnlyList<string>> ApprovedNamesAsync(AccountId account, int most, CancellationToken cancellationToken)
    {
        // A template has a row for each language.
        var page = await templates.ListAsync(account, TemplateStatus.Approved, most * 10, after: null, cancellationToken);
        return [.. page.Items.Where(row => row.MaySend).Select(row => row.Id.Name).Distinct().Take(most)];
    }

    private static bool IsGone(TemplateRow row) => row.Status == TemplateStatus.Deleted;

    private sealed record Entry(TemplateFiller Template, DateTimeOffset Until);
}
