using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Mogambo.Accounts;
using Mogambo.Simulator;
using Mogambo.Simulator.Options;

namespace Mogambo.App;

/// <summary>Runs the simulator inside this process, speaking for the first account's first number.</summary>
internal sealed class BuiltInSimulator(AccountDirectory accounts, IConfiguration configuration, IServer server, ILoggerFactory loggers)
    : IHostedLifecycleService
{
    /// <summary>Where the simulator listens unless told otherwise.</summary>
    private const string DefaultUrl = "http://localhost:8090";

    private SimulatorHost? _simulator;

    public static string UrlIn(IConfiguration configuration) => configuration["Mogambo:Simulator:Url"] ?? DefaultUrl;

    public Task StartingAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StartAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    /// <summary>Starts once the gateway takes webhooks, and is the last to speak, so that nothing scrolls the welcome away.</summary>
    public async Task StartedAsync(CancellationToken cancellationToken)
    {
        var gateway = server.Features.Get<IServerAddressesFeature>()!.Addresses.First();
        try
        {
            _simulator = await SimulatorHost.StartAsync(Options(gateway), loggers: loggers, cancellationToken: cancellationToken);
            await Console.Out.WriteLineAsync(Welcome.Text(gateway, _simulator.Address, accounts.All[0]));
        }
        catch (OptionException e)
        {
            throw new InvalidSettingException($"Mogambo:Simulator: {e.Message}");
        }
        catch (IOException e)
        {
            throw new InvalidSettingException($"Mogambo:Simulator:Url: {e.Message} Stop what uses it, or set another address.");
        }
    }

    public async Task StoppingAsync(CancellationToken cancellationToken)
    {
        if (_simulator is { } simulator)
        {
            await simulator.DisposeAsync();
        }
    }

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StoppedAsync(CancellationToken cancellationToken) => Task.CompletedTask;

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
        Directory.CreateDirectory(Path.GetDirectoryName(Path.GetFullPath(options.Ledger))!);
        return options;
    }
}
