using System.Net.Http.Headers;
using System.Text;
using System.Text.Json;

namespace Mogambo.Simulator.Tests;

/// <summary>A running simulator and the business it posts to.</summary>
public sealed class Simulated : IAsyncDisposable
{
    public const string Number = "106540352242922";
    public const string Account = "102290129340398";
    public const string Token = "simulator-access-token";

    private static long _lastUser = 15550190000;
    private readonly HttpClient _http;

    private Simulated(SimulatorHost host, Receiver business)
    {
        Host = host;
        Business = business;
        _http = new HttpClient { BaseAddress = host.Address };
    }

    public SimulatorHost Host { get; }

    public Receiver Business { get; }

    public static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    /// <summary>A user no other test knows.</summary>
    public static string SomeUser() => Interlocked.Increment(ref _lastUser).ToString(System.Globalization.CultureInfo.InvariantCulture);

    public static async Task<Simulated> StartAsync(Action<SimulatorOptions>? set = null, TimeProvider? time = null, Receiver? business = null)
    {
        business ??= await Receiver.StartAsync();
        var options = new SimulatorOptions
        {
            Url = "http://localhost:0",
            WebhookUrl = business.Url,
            StatusDelay = "0",
            PairLimit = 0,
            Throughput = 0,
            RetryBase = TimeSpan.FromMilliseconds(10),
            RetryCap = TimeSpan.FromMilliseconds(40),
            Seed = 1,
        };
        set?.Invoke(options);
        return new(await SimulatorHost.StartAsync(options, time, cancellationToken: Cancellation), business);
    }

    public static Task UntilAsync(Func<bool> condition, string what) => UntilAsync(() => Task.FromResult(condition()), what);

    public static async Task UntilAsync(Func<Task<bool>> condition, string what)
    {
        using var deadline = CancellationTokenSource.CreateLinkedTokenSource(Cancellation);
        deadline.CancelAfter(TimeSpan.FromSeconds(10));
        using var ticks = new PeriodicTimer(TimeSpan.FromMilliseconds(5));
        while (!await condition())
        {
            try
            {
                await ticks.WaitForNextTickAsync(deadline.Token);
            }
            catch (OperationCanceledException)
            {
                Assert.Fail($"Not within 10 s: {what}");
            }
        }
    }

    public Task<Answer> SendAsync(string body, string? token = Token, string number = Number) =>
        CallAsync(HttpMethod.Post, $"/v25.0/{number}/messages", body, token);

    public Task<Answer> SendTextAsync(string to, string text = "Hi", string opaque = "o-1") => SendAsync(
        $$"""{"messaging_product":"whatsapp","to":"{{to}}","type":"text","text":{"body":"{{text}}"},"biz_opaque_callback_data":"{{opaque}}"}""");

    public Task<Answer> SendTemplateAsync(string to, string name, string language = "en", string components = "[]") => SendAsync(
        $$$"""{"messaging_product":"whatsapp","to":"{{{to}}}","type":"template","template":{"name":"{{{name}}}","language":{"code":"{{{language}}}"},"components":{{{components}}}}}""");

    public Task<Answer> CreateTemplateAsync(string name, string category = "MARKETING", string text = "Good news for you.") => CallAsync(
        HttpMethod.Post,
        $"/v25.0/{Account}/message_templates",
        $$"""{"name":"{{name}}","language":"en","category":"{{category}}","components":[{"type":"BODY","text":"{{text}}"}]}""",
        Token);

    /// <summary>A marketing template without variables that can be sent; gives back its id.</summary>
    public async Task<string> ApprovedMarketingAsync(string name)
    {
        var id = (await CreateTemplateAsync(name)).Json.GetProperty("id").GetString()!;
        await DecideAsync(id, "approve");
        return id;
    }

    public Task<Answer> DecideAsync(string templateId, string decision, string? body = null) =>
        CallAsync(HttpMethod.Post, $"/control/templates/{templateId}/{decision}", body);

    public Task<Answer> UserWritesAsync(string user, string body = """{"text":"Hello"}""") =>
        CallAsync(HttpMethod.Post, $"/control/users/{user}/messages", body);

    public Task<Answer> FaultsAsync(string document) => CallAsync(HttpMethod.Put, "/control/faults", document);

    public Task<Answer> GetAsync(string path, string? token = null) => CallAsync(HttpMethod.Get, path, null, token);

    public async Task<Answer> CallAsync(HttpMethod method, string path, string? body, string? token = null)
    {
        using var request = new HttpRequestMessage(method, path);
        if (body is not null)
        {
            request.Content = new StringContent(body, Encoding.UTF8, "application/json");
        }

        return await CallAsync(request, token);
    }

    public async Task<Answer> CallAsync(HttpRequestMessage request, string? token = null)
    {
        if (token is not null)
        {
            request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", token);
        }

        using var response = await _http.SendAsync(request, Cancellation);
        return new((int)response.StatusCode, await response.Content.ReadAsStringAsync(Cancellation));
    }

    public async Task<List<JsonElement>> ChatAsync(string user) =>
        [.. (await GetAsync($"/control/users/{user}/messages")).Json.EnumerateArray()];

    public Task DrainedAsync() => UntilAsync(
        async () => (await GetAsync("/control/pending")).Json.GetProperty("pending").GetInt64() == 0, "every webhook is acknowledged");

    /// <summary>The error of the only status, which says that the only message failed.</summary>
    public async Task<int> FailureAsync()
    {
        await DrainedAsync();
        var status = Assert.Single(Business.Statuses);
        Assert.Equal("failed", status.GetProperty("status").GetString());
        return status.GetProperty("errors")[0].GetProperty("code").GetInt32();
    }

    public async ValueTask DisposeAsync()
    {
        await StopAsync();
        await Business.DisposeAsync();
    }

    /// <summary>Stops the simulator alone; the business stays.</summary>
    public async Task StopAsync()
    {
        _http.Dispose();
        await Host.DisposeAsync();
    }

    public sealed record Answer(int Status, string Body)
    {
        public JsonElement Json => JsonDocument.Parse(Body).RootElement;

        public int Code => Json.GetProperty("error").GetProperty("code").GetInt32();

        public string MessageId => Json.GetProperty("messages")[0].GetProperty("id").GetString()!;
    }
}
