using Microsoft.Extensions.Options;
using Mogambo.Accounts;
using Mogambo.App;
using Mogambo.App.Logging;
using Mogambo.App.Telemetry;
using Mogambo.Gateway;
using Mogambo.Gateway.Health;
using Mogambo.Silo;
using Mogambo.Storage;
using Mogambo.Storage.Clock;
using Mogambo.Storage.Secrets;
using Mogambo.WhatsApp;

if (HealthCommand.IsWanted(args))
{
    return await HealthCommand.RunAsync(args);
}

return await StartupErrors.ReportAsync(async () =>
{
    var builder = WebApplication.CreateBuilder(new WebApplicationOptions { Args = args, ContentRootPath = AppContext.BaseDirectory });
    builder.AddMogamboConfiguration(args);
    builder.EnableFailpoints();
    builder.KeepHostQuietUntilStarted();
    builder.Logging.AddRedactedConsole();
    builder.AddMogamboTelemetry();

    var cluster = builder.Configuration.GetSection(ClusterOptions.Section).Get<ClusterOptions>() ?? new();
    var (isSilo, isGateway) = (cluster.Role != ClusterRole.Gateway, cluster.Role != ClusterRole.Silo);

    // Of several processes none may make a key of its own.
    var secrets = new SecretOptions
    {
        MasterKeyFile = builder.Configuration[SecretOptions.Setting],
        MakesDefaultFile = cluster.Mode == ClusterMode.Localhost,
    };
    builder.Services.AddMogamboStorage(builder.Configuration.GetSection("Mogambo:Storage").Get<StorageOptions>() ?? new(), secrets);
    builder.Services.AddSingleton<TimeProvider>(provider => provider.GetRequiredService<StorageClock>());
    builder.Services.AddMogamboAccounts(builder.Configuration);
    builder.Services.AddWhatsAppClients();
    builder.Services.AddOptions<WhatsAppClientOptions>().BindConfiguration(WhatsAppClientOptions.Section).ValidateDataAnnotations().ValidateOnStart();
    _ = isSilo ? builder.AddMogamboSilo() : builder.AddMogamboClusterClient();
    _ = isGateway ? builder.Services.AddMogamboGateway(builder.Configuration) : builder.Services.AddMogamboOperations();
    builder.Services.AddSingleton<IReadinessCheck, ClusterCheck>();
    builder.Services.AddSingleton<IReadinessCheck, StoppingCheck>();
    builder.Services.AddHostedService<StopDelay>();
    builder.Services.Configure<HostOptions>(host => host.ShutdownTimeout = TimeSpan.FromSeconds(30));
    if (builder.Configuration.GetValue("Mogambo:Simulator:Enabled", defaultValue: false))
    {
        builder.Services.AddHostedService<BuiltInSimulator>();
    }
    else
    {
        builder.Services.AddHostedService<StartLine>();
    }

    var app = builder.Build();
    app.Services.GetRequiredService<IStartupValidator>().Validate();
    app.NoteStart();
    _ = isGateway ? app.MapMogamboGateway() : app.MapMogamboOperations();
    app.MapMogamboMetrics();

    // Before anything is made that takes the time: Orleans' collector of idle grains throws if the clock goes back after it was made, and
    // the machine's clock may be ahead of the database's.
    await app.Services.GetRequiredService<StorageInitializer>().InitializeAsync();
    await app.RunAsync();
});
