using System.Collections.Concurrent;
using System.Text;
using Mogambo.Accounts;
using Mogambo.Storage;
using Mogambo.Storage.Events;
using Mogambo.Storage.Templates;
using Mogambo.Templates;

namespace Mogambo.Gateway.Tests.TestKit;

/// <summary>Templates as their grains would have published them; counts how often they are read.</summary>
public sealed class FakeTemplates : ITemplates
{
    private readonly ConcurrentDictionary<(AccountId, TemplateId), TemplateRow> _rows = new();
    private int _reads;

    public int Reads => _reads;

    public TemplateId Add(string name, string body, TemplateCategory category = TemplateCategory.Utility, string account = Some.Account, string language = "en")
    {
        var id = new TemplateId(name, language);
        _rows[(AccountId.Parse(account), id)] = new TemplateRow
        {
            Account = AccountId.Parse(account),
            Id = id,
            Status = TemplateStatus.Approved,
            Category = category,
            Shape = "",
            Revision = 1,
            Document = Encoding.UTF8.GetBytes(
                $$$"""{"name":"{{{name}}}","language":"{{{language}}}","category":"UTILITY","parameter_format":"positional","components":[{"type":"BODY","text":"{{{body}}}"}]}"""),
        };
        return id;
    }

    public Task<TemplateRow?> FindAsync(AccountId account, TemplateId id, CancellationToken cancellationToken = default)
    {
        Interlocked.Increment(ref _reads);
        return Task.FromResult(_rows.GetValueOrDefault((account, id)));
    }

    public Task<IReadOnlyList<TemplateRow>> FindAsync(AccountId account, string name, CancellationToken cancellationToken = default) =>
        Task.FromResult<IReadOnlyList<TemplateRow>>([.. _rows.Values.Where(row => row.Account == account && row.Id.Name == name)]);

    public Task<Page<TemplateRow>> ListAsync(
        AccountId account, TemplateStatus? status, int limit, PageCursor? after = null, CancellationToken cancellationToken = default)
    {
        var rows = _rows.Values
            .Where(row => row.Account == account && (status is null || row.Status == status))
            .OrderBy(row => row.Id.Name, StringComparer.Ordinal)
            .Take(limit);
        return Task.FromResult(new Page<TemplateRow>([.. rows], null));
    }

    public Task<bool> PublishAsync(TemplateRow row, IReadOnlyList<NewEvent> events, CancellationToken cancellationToken = default) =>
        throw new NotSupportedException();

    public Task RemoveAsync(AccountId account, TemplateId id, long revision, CancellationToken cancellationToken = default) =>
        throw new NotSupportedException();
}
