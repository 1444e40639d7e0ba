using System.Net;
using System.Net.Http.Headers;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Mogambo.Storage;
using Mogambo.Storage.Conversations;
using Mogambo.Storage.DeadLetters;
using Mogambo.Storage.Inbox;
using Mogambo.Storage.Secrets;
using Mogambo.Storage.WebhookEvents;
using Mogambo.WhatsApp.Templates;

namespace Mogambo.Gateway.Tests.TestKit;

/// <summary>The gateway on a real port, between real HTTP and recording doubles.</summary>
internal sealed class GatewayHost : IAsyncDisposable
{
    private readonly WebApplication _app;

    private readonly string _file;

    private GatewayHost(WebApplication app, string file) => (_app, _file) = (app, file);

    public FakeGrains Grains => Service<FakeGrains>();

    public FakeStore Store => Service<FakeStore>();

    public FakeInstance Instance => Service<FakeInstance>();

    public FakeInbox Inbox => Service<FakeInbox>();

    public HttpClient Http { get; private set; } = null!;

    public Uri Address => Http.BaseAddress!;

    public string Database => _file;

    /// <param name="settings">Settings beside those of <see cref="Some.Configuration"/>.</param>
    /// <param name="useStorage">The real store in a file of its own, instead of doubles for what the intake writes.</param>
    /// <param name="database">The file of another host, as of another process.</param>
    public static async Task<GatewayHost> StartAsync(
        Dictionary<string, string?>? settings = null, FakeInbox? inbox = null, bool useStorage = false, Action<IServiceCollection>? configure = null, Action<WebApplication>? map = null, string? database = null)
    {
        var builder = WebApplication.CreateBuilder();
        builder.Configuration.AddInMemoryCollection(Some.Configuration());
        builder.Configuration.AddInMemoryCollection(settings ?? []);
        builder.Configuration["urls"] = "http://127.0.0.1:0";
        builder.Logging.ClearProviders();
        var file = Path.Combine(Path.GetTempPath(), $"mogambo-gateway-{Guid.NewGuid():N}.db");
        var keyFile = file + ".key";
        await File.WriteAllTextAsync(keyFile, "MDEyMzQ1Njc4OTAxMjM0NTY3ODkwMTIzNDU2Nzg5MDE=", TestContext.Current.CancellationToken);
        builder.Services.AddMogamboStorage(
            new StorageOptions { ConnectionString = $"Data Source={database ?? file}" }, new SecretOptions { MasterKeyFile = keyFile });
        if (!useStorage)
        {
            AddDoubles(builder.Services, inbox ?? new FakeInbox());
        }

        builder.Services.AddSingleton<FakeInstance>();
        builder.Services.AddSingleton<ITemplateManagement>(provider => provider.GetRequiredService<FakeInstance>());
        builder.Services.AddSingleton<FakeGrains>();
        builder.Services.AddSingleton(provider => provider.GetRequiredService<FakeGrains>().Factory);
        builder.Services.AddMogamboGateway(builder.Configuration);
        configure?.Invoke(builder.Services);
        var app = builder.Build();
        app.MapMogamboGateway();
        map?.Invoke(app);
        try
        {
            await app.StartAsync(TestContext.Current.CancellationToken);
        }
        catch
        {
            await app.DisposeAsync();
            throw;
        }

        return new GatewayHost(app, file) { Http = new HttpClient { BaseAddress = new Uri(app.Urls.First()), Timeout = TimeSpan.FromSeconds(20) } };
    }

    public T Service<T>()
        where T : notnull => _app.Services.GetRequiredService<T>();

    public async Task<HttpResponseMessage> SendAsync(
        HttpMethod method, string path, string? key = Some.Key, HttpContent? content = null)
    {
        using var request = new HttpRequestMessage(method, path) { Content = content };
        if (key is not null)
        {
            request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", key);
        }

        return await Http.SendAsync(request, TestContext.Current.CancellationToken);
    }

    public Task<HttpResponseMessage> GetAsync(string path, string? key = Some.Key) => SendAsync(HttpMethod.Get, path, key);

    /// <summary>Posts a webhook as WhatsApp does.</summary>
    public async Task<HttpResponseMessage> PostWebhookAsync(byte[] body, string? signature, string path = "/webhooks/whatsapp")
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, path) { Content = new ByteArrayContent(body) };
        request.Content.Headers.ContentType = new MediaTypeHeaderValue("application/json");
        if (signature is not null)
        {
            request.Headers.TryAddWithoutValidation("X-Hub-Signature-256", signature);
        }

        return await Http.SendAsync(request, TestContext.Current.CancellationToken);
    }

    public async Task<HttpStatusCode> DeliverAsync(byte[] body, string secret = Some.Secret, string path = "/webhooks/whatsapp")
    {
        using var response = await PostWebhookAsync(body, Webhook.Sign(body, secret), path);
        return response.StatusCode;
    }

    public async ValueTask DisposeAsync()
    {
        Http.Dispose();
        await _app.DisposeAsync();
        foreach (var file in Directory.EnumerateFiles(Path.GetTempPath(), Path.GetFileName(_file) + "*"))
        {
            File.Delete(file);
        }
    }

    private static void AddDoubles(IServiceCollection services, FakeInbox inbox)
    {
        services.AddSingleton<FakeStore>();
        services.AddSingleton<IConversationStore>(provider => provider.GetRequiredService<FakeStore>());
        services.AddSingleton<IDeadLetters>(provider => provider.GetRequiredService<FakeStore>());
        services.AddSingleton<IWebhookEvents>(provider => provider.GetRequiredService<FakeStore>());
        services.AddSingleton(inbox);
        services.AddSingleton<IInbox>(inbox);
    }
}
