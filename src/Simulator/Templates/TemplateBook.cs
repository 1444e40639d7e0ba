using System.Buffers;
using System.Collections.Concurrent;
using System.Globalization;
using System.Text;
using System.Text.Json;
using Mogambo.Simulator.Accounts;
using Mogambo.Simulator.Ledger;
using Mogambo.Simulator.Phone;

namespace Mogambo.Simulator.Templates;

/// <summary>The templates of every account: kept in the ledger and shown live on the page.</summary>
internal sealed class TemplateBook
{
    private const string DemoComponents = """
        [{"type":"BODY","text":"Hi {{1}}! Thanks for starting your personal training plan. We'll send you a {{2}} update with your new schedule. You can log-in online using your training ID {{3}}. Stay fit!","example":{"body_text":[["Ana","weekly","T-1042"]]}}]
        """;

    private readonly ConcurrentDictionary<string, Template> _templates = new();
    private readonly AccountBook _accounts;
    private readonly LedgerFile _ledger;
    private readonly PhoneEvents _events;
    private long _lastId;

    public TemplateBook(AccountBook accounts, LedgerFile ledger, PhoneEvents events, TimeProvider time)
    {
        (_accounts, _ledger, _events) = (accounts, ledger, events);
        _lastId = 1_600_000_000_000_000 + (time.GetUtcNow().ToUnixTimeSeconds() * 1000 % 100_000_000_000_000);
        SeedDemo();
    }

    public IEnumerable<Template> All => _templates.Values.OrderBy(template => template.Id, StringComparer.Ordinal);

    public IEnumerable<Template> Of(Account account) => All.Where(template => template.Account == account);

    public Template? Find(string id) => _templates.GetValueOrDefault(id);

    public Template? Find(Account account, string name, string language) =>
        _templates.Values.FirstOrDefault(template => template.Account == account && template.Name == name && template.Language == language);

    public string NextId() => Interlocked.Increment(ref _lastId).ToString(CultureInfo.InvariantCulture);

    /// <summary>Adds a template; completes when the ledger has it.</summary>
    public Task AddAsync(Template template)
    {
        _templates[template.Id] = template;
        _events.Template(template);
        return _ledger.RecordAsync(LineOf(template));
    }

    /// <summary>Replaces one version by the next; false when it is not the current one any more.</summary>
    public bool Replace(Template known, Template next)
    {
        if (!_templates.TryUpdate(known.Id, next, known))
        {
            return false;
        }

        _ledger.Note(LineOf(next));
        _events.Template(next);
        return true;
    }

    public void Remove(Template template)
    {
        if (_templates.TryRemove(template.Id, out var known))
        {
            var gone = known with { Status = "DELETED" };
            _ledger.Note(LineOf(gone));
            _events.Template(gone);
        }
    }

    /// <summary>As it stood in the ledger.</summary>
    public void Restore(string accountId, JsonElement kept)
    {
        if (_accounts.Account(accountId) is not { } account)
        {
            return;
        }

        var template = Template.Read(account, kept);
        if (template.Status == "DELETED")
        {
            _templates.TryRemove(template.Id, out _);
        }
        else
        {
            _templates[template.Id] = template;
        }
    }

    public void Clear()
    {
        _templates.Clear();
        SeedDemo();
    }

    private void SeedDemo()
    {
        foreach (var account in _accounts.All)
        {
            // Derived from the account, so a restart keeps it and no two accounts share it.
            var id = "9" + account.Id;
            id = id.Length > 18 ? id[..18] : id;
            _templates[id] = new(account, id, "training_plan", "en", "UTILITY", "POSITIONAL", DemoComponents.Trim()) { Status = "APPROVED" };
        }
    }

    private LedgerEvent LineOf(Template template)
    {
        if (!_ledger.IsOn)
        {
            return default;
        }

        var buffer = new ArrayBufferWriter<byte>(512);
        using (var json = new Utf8JsonWriter(buffer))
        {
            template.WriteKept(json);
        }

        return new("template")
        {
            ItemId = template.Id,
            Number = template.Account.Id,
            Status = template.Status,
            Name = template.Name,
            Content = Encoding.UTF8.GetString(buffer.WrittenSpan),
        };
    }
}
