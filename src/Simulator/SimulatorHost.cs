using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Logging.Abstractions;
using Mogambo.Simulator.Accounts;
using Mogambo.Simulator.Chats;
using Mogambo.Simulator.Control;
using Mogambo.Simulator.Faults;
using Mogambo.Simulator.Graph;
using Mogambo.Simulator.Ledger;
using Mogambo.Simulator.Media;
using Mogambo.Simulator.Messages;
using Mogambo.Simulator.Numbers;
using Mogambo.Simulator.Options;
using Mogambo.Simulator.Phone;
using Mogambo.Simulator.Templates;
using Mogambo.Simulator.Webhooks;

namespace Mogambo.Simulator;

/// <summary>
/// A simulated WhatsApp that listens on an address of its own. It may live inside another program: it reads no
/// configuration but its options, logs only where it is told to, and leaves Ctrl+C alone.
/// </summary>
public sealed class SimulatorHost : IAsyncDisposable
{
    private readonly WebApplication _app;

    private SimulatorHost(WebApplication app, int seed, int repeated)
    {
        _app = app;
        Seed = seed;
        RepeatedWebhooks = repeated;
        var address = app.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!.Addresses.First();
        Address = new Uri(address.Replace("[::]", "localhost", StringComparison.Ordinal).Replace("0.0.0.0", "localhost", StringComparison.Ordinal));
    }

    /// <summary>Where it listens: the Graph API, the phone page and the control API.</summary>
    public Uri Address { get; }

    /// <summary>What every random fault is drawn from.</summary>
    public int Seed { get; }

    /// <summary>How many webhooks of an earlier run were never acknowledged and are posted again.</summary>
    public int RepeatedWebhooks { get; }

    /// <param name="options">Checked here; they must not change afterwards.</param>
    /// <param name="time">The clock; null: the system's.</param>
    /// <param name="loggers">Where warnings go; null: nowhere.</param>
    /// <param name="cancellationToken">Gives up the start.</param>
    /// <exception cref="OptionException">An option is wrong; the message says which and why.</exception>
    public static async Task<SimulatorHost> StartAsync(
        SimulatorOptions options, TimeProvider? time = null, ILoggerFactory? loggers = null, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(options);
        OptionRules.Check(options);
        options.Seed ??= Random.Shared.Next();

        var builder = WebApplication.CreateEmptyBuilder(new());
        builder.WebHost.UseKestrelCore().ConfigureKestrel(kestrel =>
        {
            kestrel.AddServerHeader = false;
            kestrel.Limits.MaxRequestBodySize = 4 * 1024 * 1024;
        });
        AddServices(builder.Services, options, time ?? TimeProvider.System, loggers ?? NullLoggerFactory.Instance);

        var app = builder.Build();
        try
        {
            app.Urls.Add(Listen(options.Url));
            app.Use(IgnoreClosedConnections);
            app.UseLoopbackGuard(options.Open);
            app.UseRouting();
            app.MapGraph();
            app.MapControl();
            app.MapPhone();
            app.MapFallback(http => GraphError.UnknownNode(http.Request.Path.Value!.Trim('/')).WriteAsync(http.Response));
            var repeated = await app.Services.GetRequiredService<LedgerReplay>().RunAsync(cancellationToken);
            await app.StartAsync(cancellationToken);
            return new(app, options.Seed.Value, repeated);
        }
        catch
        {
            await app.DisposeAsync();
            throw;
        }
    }

    /// <summary>Stops listening and redelivering. What is not acknowledged is posted again after the next start with the same ledger.</summary>
    public async Task StopAsync(CancellationToken cancellationToken = default)
    {
        await _app.Services.GetRequiredService<WebhookSender>().StopAsync();
        await _app.StopAsync(cancellationToken);
    }

    public async ValueTask DisposeAsync()
    {
        await StopAsync();
        await _app.DisposeAsync();
    }

    /// <summary>Callers that give up while a fault lets them wait are the point of it, not an error.</summary>
    private static async Task IgnoreClosedConnections(HttpContext http, RequestDelegate next)
    {
        try
        {
            await next(http);
        }
        catch (OperationCanceledException) when (http.RequestAborted.IsCancellationRequested)
        {
            http.Abort();
        }
    }

    /// <summary>Kestrel cannot pick one free port for both loopbacks, so a free port means the IPv4 one.</summary>
    private static string Listen(string url)
    {
        var wanted = new Uri(url);
        return wanted is { Port: 0, Host: "localhost" } ? "http://127.0.0.1:0" : url;
    }

    private static void AddServices(IServiceCollection services, SimulatorOptions options, TimeProvider time, ILoggerFactory loggers)
    {
        // The host's own lifetime would take over Ctrl+C.
        services.Replace(ServiceDescriptor.Singleton<IHostLifetime, SilentLifetime>());
        services.AddSingleton(loggers);
        services.AddRouting();
        services.AddSingleton(options).AddSingleton(time);
        services.AddSingleton<AccountBook>().AddSingleton<PhoneEvents>().AddSingleton<Counters>().AddSingleton<AcknowledgedUpdates>();
        services.AddSingleton<ChatBook>().AddSingleton<WindowBook>();
        services.AddSingleton(new FaultBoard(options.Seed!.Value, FaultDocument.FromOption(options.Faults)));
        services.AddSingleton<ManagementFaults>();
        services.AddSingleton(provider => new LedgerFile(
            options, time, provider.GetRequiredService<ILogger<LedgerFile>>(), LedgerReplay.CountLines(options.Ledger)));
        services.AddSingleton<LedgerReplay>();
        services.AddSingleton<WebhookClient>().AddSingleton<WebhookSender>().AddSingleton<Handshake>();
        services.AddSingleton<StatusBatcher>().AddSingleton<StatusReporter>().AddSingleton<FieldReporter>();
        services.AddSingleton<TemplateBook>().AddSingleton<TemplateReview>().AddSingleton<TemplateEndpoints>();
        services.AddSingleton<MediaShelf>().AddSingleton<MediaEndpoints>();
        services.AddSingleton<NumberEndpoints>().AddSingleton<NodeEndpoints>();
        services.AddSingleton<SendEndpoint>().AddSingleton<ReceiptEndpoint>().AddSingleton<TemplateSend>().AddSingleton<SendLimits>().AddSingleton<SendLog>();
        services.AddSingleton<PortfolioLimit>().AddSingleton<Delivery>();
        services.AddSingleton<UserWriting>().AddSingleton<UserControl>().AddSingleton<UserTraitControl>().AddSingleton<WebhookControl>();
        services.AddSingleton<FaultControl>().AddSingleton<TemplateControl>().AddSingleton<RecordControl>();
    }
}
