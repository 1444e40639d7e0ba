using Microsoft.Extensions.Options;
using Mogambo.Accounts;
using Mogambo.App;
using Mogambo.App.Logging;
using Mogambo.Gateway;
using Mogambo.Gateway.Health;
using Mogambo.Silo;
using Mogambo.Storage;
using Mogambo.Storage.Clock;
using Mogambo.Storage.Secrets;
using Mogambo.WhatsApp;

return await StartupErrors.ReportAsync(async () =>
{
    var builder = WebApplication.CreateBuilder(new WebApplicationOptions { Args = args, ContentRootPath = AppContext.BaseDirectory });
    builder.AddMogamboConfiguration(args);
    builder.EnableFailpoints();
    builder.KeepHostQuietUntilStarted();
    builder.Logging.AddRedactedConsole();

    // Of several processes none may make a key of its own; with one alone, as in the only cluster mode there is, it may.
    var secrets = new SecretOptions { MasterKeyFile = builder.Configuration[SecretOptions.Setting] };
    builder.Services.AddMogamboStorage(builder.Configuration.GetSection("Mogambo:Storage").Get<StorageOptions>() ?? new(), secrets);
    builder.Services.AddSingleton<TimeProvider>(provider => provider.GetRequiredService<StorageClock>());
    builder.Services.AddMogamboAccounts(builder.Configuration);
    builder.Services.AddWhatsAppClients();
    builder.Services.AddOptions<WhatsAppClientOptions>().BindConfiguration(WhatsAppClientOptions.Section).ValidateDataAnnotations().ValidateOnStart();
    builder.AddMogamboSilo();
    builder.Services.AddMogamboGateway(builder.Configuration);
    builder.Services.AddSingleton<IReadinessCheck, StoppingCheck>();
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
    app.MapMogamboGateway();
    await app.RunAsync();
});
