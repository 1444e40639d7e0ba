using Mogambo.Accounts;
using Mogambo.Storage.Templates;
using Mogambo.Templates;

namespace Mogambo.Storage.GroupCommit;

/// <summary>The templates that a batch reads and changes. Its publications come before its commits, which see them.</summary>
internal sealed class BatchTemplates
{
    private readonly Dictionary<TemplateKey, TemplateRow> _rows = [];

    /// <summary>Rows to insert.</summary>
    public List<TemplateRow> Added { get; } = [];

    /// <summary>Rows to put in the place of older ones.</summary>
    public List<TemplateRow> Replaced { get; } = [];

    public List<TemplateKey> Removed { get; } = [];

    /// <summary>The accounts of which a template lets messages go that it held.</summary>
    public HashSet<AccountId> Released { get; } = [];

    /// <summary>Takes over a row as it is stored.</summary>
    public void Read(TemplateRow row) => _rows[new(row.Account, row.Id)] = row;

    public TemplateRow? Find(AccountId account, TemplateId id) => _rows.GetValueOrDefault(new(account, id));

    /// <summary>Whether the row is newer than what is stored, and so is written.</summary>
    public bool Publish(PublishTemplateRequest request)
    {
        var row = Clean(request.Row);
        var stored = Find(row.Account, row.Id);
        if (stored is not null && stored.Revision >= row.Revision)
        {
            return false;
        }

        (stored is null ? Added : Replaced).Add(row);
        if (row.MaySend && stored is not { MaySend: true })
        {
            Released.Add(row.Account);
        }

        Read(row);
        return true;
    }

    public bool Remove(RemoveTemplateRequest request)
    {
        if (!_rows.TryGetValue(request.Template, out var stored) || stored.Revision > request.Revision)
        {
            return false;
        }

        Removed.Add(request.Template);
        return _rows.Remove(request.Template);
    }

    private static TemplateRow Clean(TemplateRow row) => row with { Shape = CleanText.Of(row.Shape), Reason = CleanText.Of(row.Reason) };
}
