using System.Runtime.InteropServices;
using Mogambo.Simulator;
using Mogambo.Simulator.Options;

if (args.Any(argument => argument is "--help" or "-h"))
{
    await Console.Out.WriteAsync(CommandLine.Help());
    return 0;
}

try
{
    var options = CommandLine.Parse(args, Environment.GetEnvironmentVariables());
    using var loggers = LoggerFactory.Create(logging => logging.AddSimpleConsole().SetMinimumLevel(LogLevel.Warning));
    await using var simulator = await SimulatorHost.StartAsync(options, loggers: loggers);
    var stopping = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
    using var interrupt = PosixSignalRegistration.Create(PosixSignal.SIGINT, Stop);
    using var terminate = PosixSignalRegistration.Create(PosixSignal.SIGTERM, Stop);
    Console.WriteLine($"WhatsApp simulator: {simulator.Address} (phone page and Graph API), webhooks to {options.WebhookUrl}, seed {simulator.Seed}");
    if (simulator.RepeatedWebhooks > 0)
    {
        Console.WriteLine($"Posting {simulator.RepeatedWebhooks} webhooks again that were not acknowledged before.");
    }

    await stopping.Task;
    return 0;

    void Stop(PosixSignalContext signal)
    {
        signal.Cancel = true;
        stopping.TrySetResult();
    }
}
catch (OptionException wrong)
{
    await Console.Error.WriteLineAsync(wrong.Message);
    return 2;
}
catch (Exception broken) when (broken is IOException or UnauthorizedAccessException)
{
    await Console.Error.WriteLineAsync(broken.Message);
    return 1;
}
