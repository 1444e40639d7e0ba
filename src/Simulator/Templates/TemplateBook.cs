using System.Buffers;
using System.Collections.Concurrent;
using System.Globalization;
using System.Text;
using System.Text.Json;
using Mogambo.Simulator.Accounts;
using Mogambo.Simulator.Ledger;
using Mogambo.Simulator.Webhooks;

namespace Mogambo.Simulator.Templates;

/// <summary>The templates of every account, and the webhooks about them.</summary>
internal sealed class TemplateBook
{
    private const string DemoComponents = """
        [{"type":"BODY","text":"Hi {{1}}! Thanks for starting your personal training plan. We'll send you a {{2}} update with your new schedule. You can log-in online using your training ID {{3}}. Stay fit!","example":{"body_text":[["Ana","weekly","T-1042"]]}}]
        """;

    private readonly ConcurrentDictionary<string, Template> _templates = new();
    private readonly AccountBook _accounts;
    private readonly WebhookSender _sender;
    private readonly LedgerFile _ledger;
    private readonly Counters _counters;
    private readonly SimulatorOptions _options;
    private readonly TimeProvider _time;
    private long _lastId;

    public TemplateBook(AccountBook accounts, WebhookSender sender, LedgerFile ledger, Counters counters, SimulatorOptions options, TimeProvider time)
    {
        (_accounts, _sender, _ledger, _counters, _options, _time) = (accounts, sender, ledger, counters, options, time);
        _lastId = 1_600_000_000_000_000 + (time.GetUtcNow().ToUnixTimeSeconds() * 1000 % 100_000_000_000_000);
        SeedDemo();
    }

    public IEnumerable<Template> Of(Account account) =>
        _templates.Values.Where(template => template.Account == account).OrderBy(template => template.Id, StringComparer.Ordinal);

    public Template? Find(string id) => _templates.GetValueOrDefault(id);

    public Template? Find(Account account, string name, string language) =>
        _templates.Values.FirstOrDefault(template => template.Account == account && template.Name == name && template.Language == language);

    public string NextId() => Interlocked.Increment(ref _lastId).ToString(CultureInfo.InvariantCulture);

    /// <summary>Puts a new or edited template into review.</summary>
    public async Task SubmitAsync(Template template)
    {
        Put(template);
        await _ledger.RecordAsync(LineOf(template));
        if (_options.TemplateReview >= TimeSpan.Zero)
        {
            _ = ReviewAsync(template);
        }
    }

    /// <summary>A decision about a template, told by webhook.</summary>
    public void Decide(Template template, string status, string reason)
    {
        template.Status = status;
        _ledger.Note(LineOf(template));
        Interlocked.Increment(ref _counters.TemplateUpdates);
        _sender.Post([new TemplateUpdate(template.Account, template.Id, "message_template_status_update", StatusValue(template, status, reason))]);
    }

    public void Remove(Template template)
    {
        if (_templates.TryRemove(template.Id, out _))
        {
            template.Status = "DELETED";
            _ledger.Note(LineOf(template));
        }
    }

    /// <summary>As it stood in the ledger.</summary>
    public void Restore(string accountId, JsonElement kept)
    {
        if (_accounts.Account(accountId) is not { } account)
        {
            return;
        }

        var template = new Template(
            account, kept.GetProperty("id").GetString()!, kept.GetProperty("name").GetString()!, kept.GetProperty("language").GetString()!,
            kept.GetProperty("category").GetString()!, kept.GetProperty("parameter_format").GetString()!, kept.GetProperty("components").GetRawText())
        {
            Status = kept.GetProperty("status").GetString()!,
        };
        if (template.Status == "DELETED")
        {
            _templates.TryRemove(template.Id, out _);
        }
        else
        {
            Put(template);
        }
    }

    public void Clear()
    {
        _templates.Clear();
        SeedDemo();
    }

    public static string StatusValue(Template template, string status, string reason)
    {
        var buffer = new ArrayBufferWriter<byte>(256);
        using (var json = new Utf8JsonWriter(buffer))
        {
            json.WriteStartObject();
            json.WriteString("event", status);
            json.WriteNumber("message_template_id", long.Parse(template.Id, CultureInfo.InvariantCulture));
            json.WriteString("message_template_name", template.Name);
            // With a hyphen here, with an underscore in the API (fact sheet 6.1).
            json.WriteString("message_template_language", template.Language.Replace('_', '-'));
            json.WriteString("reason", reason);
            json.WriteString("message_template_category", template.Category);
            if (status == "PAUSED")
            {
                json.WriteStartObject("other_info");
                json.WriteString("title", "FIRST_PAUSE");
                json.WriteString("description", "Your message template has been paused for 3 hours because it had issues.");
                json.WriteEndObject();
            }

            json.WriteEndObject();
        }

        return Encoding.UTF8.GetString(buffer.WrittenSpan);
    }

    private void Put(Template template) => _templates[template.Id] = template;

    /// <summary>Approves it after the review time, unless it was decided or replaced meanwhile.</summary>
    private async Task ReviewAsync(Template template)
    {
        try
        {
            await Task.Delay(_options.TemplateReview, _time, _sender.Stopping);
        }
        catch (OperationCanceledException)
        {
            return;
        }

        if (template.Status == "PENDING" && ReferenceEquals(Find(template.Id), template))
        {
            Decide(template, "APPROVED", "NONE");
        }
    }

    private void SeedDemo()
    {
        foreach (var account in _accounts.All)
        {
            // Derived from the account, so a restart keeps it and no two accounts share it.
            var id = "9" + account.Id;
            Put(new(account, id.Length > 18 ? id[..18] : id, "training_plan", "en", "UTILITY", "POSITIONAL", DemoComponents.Trim()) { Status = "APPROVED" });
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
            template.Write(json);
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
