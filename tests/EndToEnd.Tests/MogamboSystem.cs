using System.Net.Http.Json;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using Mogambo.Simulator;

namespace Mogambo.EndToEnd.Tests;

/// <summary>The product, as one process or as a gateway with silos of their own, a simulated WhatsApp that is never killed, and a database.</summary>
public sealed class MogamboSystem : IAsyncDisposable
{
    private readonly string _ledger = Path.Combine(Path.GetTempPath(), $"mogambo-ledger-{Guid.NewGuid():N}.jsonl");
    private readonly HttpClient _control = new() { Timeout = TimeSpan.FromMinutes(2) };

    private MogamboSystem(MogamboProcess mogambo, TestDatabase database)
    {
        Mogambo = mogambo;
        Database = database;
    }

    /// <summary>The process that speaks HTTP.</summary>
    public MogamboProcess Mogambo { get; }

    /// <summary>Silos apart from it; none where one process is all.</summary>
    public IReadOnlyList<MogamboProcess> Silos { get; private set; } = [];

    public TestDatabase Database { get; }

    public SimulatorHost WhatsApp { get; private set; } = null!;

    public string Ledger => _ledger;

    public static async Task<MogamboSystem> StartAsync(
        TestDatabase database,
        IReadOnlyDictionary<string, string>? settings = null,
        Action<SimulatorOptions>? simulator = null,
        int silosApart = 0)
    {
        var mogambo = new MogamboProcess(settings ?? new Dictionary<string, string>());
        mogambo.Set("Mogambo__Storage__Provider", database.Provider);
        mogambo.Set("Mogambo__Storage__ConnectionString", database.ConnectionString);
        var system = new MogamboSystem(mogambo, database);
        var options = new SimulatorOptions
        {
            Url = "http://127.0.0.1:0",
            WebhookUrl = mogambo.WebhookUrl.ToString(),
            AccountId = MogamboProcess.AccountId,
            PhoneNumberId = MogamboProcess.PhoneNumberId,
            AppSecret = MogamboProcess.AppSecret,
            AccessToken = "end-to-end-access-token",
            VerifyToken = "end-to-end-verify-token",
            Ledger = system._ledger,
            StatusDelay = "0",
            TemplateReview = TimeSpan.FromSeconds(-1),
            PairLimit = 0,
            Throughput = 0,
            RetryBase = TimeSpan.FromMilliseconds(100),
            RetryCap = TimeSpan.FromMilliseconds(500),
            Seed = 20261122,
        };
        simulator?.Invoke(options);
        system.WhatsApp = await SimulatorHost.StartAsync(options);
        mogambo.Set("Mogambo__Accounts__0__Numbers__0__BaseUrl", new Uri(system.WhatsApp.Address, "v25.0").ToString());
        system._control.BaseAddress = system.WhatsApp.Address;
        if (silosApart > 0)
        {
            mogambo.Set("Mogambo__Cluster__Mode", "AdoNet");
            system.Silos = [.. Enumerable.Range(0, silosApart).Select(_ => mogambo.SiloBeside())];
            mogambo.Set("Mogambo__Cluster__Role", "Gateway");
        }

        await Task.WhenAll(system.Silos.Append(mogambo).Select(process => process.StartAsync()));
        return system;
    }

    /// <summary>A user writes; returns when the webhook was acknowledged, or given up waiting for.</summary>
    public async Task<JsonElement> WriteAsync(string user, object message)
    {
        using var response = await _control.PostAsJsonAsync($"/control/users/{user}/messages", message);
        var text = await response.Content.ReadAsStringAsync();
        Assert.True(response.IsSuccessStatusCode, text);
        return JsonDocument.Parse(text).RootElement;
    }

    /// <summary>Posts a body once, rightly signed, to the product.</summary>
    public async Task<HttpResponseMessage> PostWebhookAsync(byte[] body)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, Mogambo.WebhookUrl) { Content = new ByteArrayContent(body) };
        request.Headers.Add("X-Hub-Signature-256", "sha256=" + Convert.ToHexStringLower(HMACSHA256.HashData(Encoding.UTF8.GetBytes(MogamboProcess.AppSecret), body)));
        return await _control.SendAsync(request);
    }

    /// <summary>What the instance accepted from us: user, text and our id, in the order it came.</summary>
    public async Task<IReadOnlyList<JsonElement>> SendsAsync() =>
        [.. JsonDocument.Parse(await _control.GetStringAsync("/control/sends")).RootElement.EnumerateArray()];

    /// <summary>The texts on a user's phone that came from the business.</summary>
    public async Task<IReadOnlyList<string>> RepliesAsync(string user)
    {
        using var response = await _control.GetAsync($"/control/users/{user}/messages");
        if (!response.IsSuccessStatusCode)
        {
            return [];
        }

        var chat = JsonDocument.Parse(await response.Content.ReadAsStringAsync()).RootElement;
        return [.. chat.EnumerateArray()
            .Where(message => message.GetProperty("direction").GetString() == "in")
            .Select(message => message.GetProperty("content").GetProperty("body").GetString()!)];
    }

    /// <summary>The templates as the instance has them.</summary>
    public async Task<IReadOnlyList<JsonElement>> TemplatesAsync() =>
        [.. JsonDocument.Parse(await _control.GetStringAsync("/control/templates")).RootElement.EnumerateArray()];

    /// <summary>Decides about a template as WhatsApp's reviewers would: approve, reject, pause, disable.</summary>
    public async Task DecideAsync(string templateId, string decision, string reason = "")
    {
        using var response = await _control.PostAsync($"/control/templates/{templateId}/{decision}?reason={reason}", content: null);
        Assert.True(response.IsSuccessStatusCode, await response.Content.ReadAsStringAsync());
    }

    public async Task SetFaultsAsync(JsonNode faults)
    {
        using var response = await _control.PutAsJsonAsync("/control/faults", faults);
        Assert.True(response.IsSuccessStatusCode, await response.Content.ReadAsStringAsync());
    }

    /// <summary>The instance posts again whatever was acknowledged; how many updates these were.</summary>
    public async Task<int> ReplayWebhooksAsync()
    {
        using var response = await _control.PostAsync("/control/replay", content: null);
        var text = await response.Content.ReadAsStringAsync();
        Assert.True(response.IsSuccessStatusCode, text);
        return JsonDocument.Parse(text).RootElement.GetProperty("posted").GetInt32();
    }

    /// <summary>How many messages of users the product has acknowledged.</summary>
    public async Task<long> AcknowledgedAsync() =>
        JsonDocument.Parse(await _control.GetStringAsync("/control/stats")).RootElement.GetProperty("acked").GetInt64();

    public async Task<long> PendingAsync() =>
        JsonDocument.Parse(await _control.GetStringAsync("/control/pending")).RootElement.GetProperty("pending").GetInt64();

    /// <summary>Every webhook the instance holds is acknowledged.</summary>
    public Task DrainedAsync(TimeSpan? patience = null) =>
        Eventually.TrueAsync("every webhook is acknowledged", async () => await PendingAsync() == 0, patience, () => string.Join('\n', Mogambo.Log.TakeLast(20)));

    public async ValueTask DisposeAsync()
    {
        await Mogambo.DisposeAsync();
        foreach (var silo in Silos)
        {
            await silo.DisposeAsync();
        }

        await WhatsApp.DisposeAsync();
        await Database.DisposeAsync();
        _control.Dispose();
        File.Delete(_ledger);
    }
}
