using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Mogambo.Accounts;
using Mogambo.Simulator;

namespace Mogambo.App;

/// <summary>Runs the simulator inside this process, speaking for the first account's first number.</summary>
internal sealed class BuiltInSimulator(
    AccountDirectory accounts,
    IConfiguration configuration,
    IServer server,
    IHostApplicationLifetime lifetime,
    ILoggerFactory loggers) : BackgroundService
{
    /// <summary>Where the simulator listens unless told otherwise.</summary>
    private const string DefaultUrl = "http://localhost:8090";

    public static string UrlIn(IConfiguration configuration) => configuration["Mogambo:Simulator:Url"] ?? DefaultUrl;

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        await StartedAsync(stoppingToken);
        var gateway = server.Features.Get<IServerAddressesFeature>()!.Addresses.First();
        try
        {
            await using var simulator = await SimulatorHost.StartAsync(Options(gateway), loggers: loggers, cancellationToken: stoppingToken);
            Console.Out.WriteLine(Welcome.Text(gateway, simulator.Address, accounts.All[0]));
            await Task.Delay(Timeout.Infinite, stoppingToken);
        }
        catch (IOException e)
        {
            throw new InvalidSettingException($"Mogambo:Simulator:Url: {e.Message} Stop what uses it, or set another address.");
        }
    }

    private SimulatorOptions Options(string gateway)
    {
        var account = accounts.All[0];
        var number = account.Numbers[0];
        var options = new SimulatorOptions
        {
            Url = UrlIn(configuration),
            WebhookUrl = $"{gateway.TrimEnd('/')}/webhooks/whatsapp",
            AccountId = account.Id.Value,
            PhoneNumberId = number.Id.Value,
            DisplayPhoneNumber = number.Options.DisplayPhoneNumber ?? Demo.DisplayPhoneNumber,
            AccessToken = number.Options.AccessToken!,
            AppSecret = account.Options.AppSecret!,
            VerifyToken = account.Options.VerifyToken!,
            Ledger = Path.Combine("data", "simulator.jsonl"),
        };
        configuration.GetSection("Mogambo:Simulator").Bind(options);
        return options;
    }

    /// <summary>The gateway takes webhooks before the first one is posted, and its addresses are known.</summary>
    private async Task StartedAsync(CancellationToken cancellationToken)
    {
        var started = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        await using var isStarted = lifetime.ApplicationStarted.Register(started.SetResult);
        await started.Task.WaitAsync(cancellationToken);
    }
}
