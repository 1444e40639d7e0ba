using Mogambo.App;
using Mogambo.Gateway;
using Mogambo.Silo;
using Mogambo.Storage;
using Mogambo.WhatsApp;

return await StartupErrors.ReportAsync(async () =>
{
    var builder = WebApplication.CreateBuilder(new WebApplicationOptions { Args = args, ContentRootPath = AppContext.BaseDirectory });
    builder.AddMogamboConfiguration(args);
    builder.EnableFailpoints();

    builder.Services.AddMogamboStorage(builder.Configuration);
    builder.Services.AddMogamboAccounts(builder.Configuration);
    builder.Services.AddWhatsAppClients();
    builder.AddMogamboSilo();
    builder.Services.AddMogamboGateway(builder.Configuration);
    builder.Services.AddBuiltInSimulator(builder.Configuration);

    var app = builder.Build();
    app.MapMogamboGateway();
    await app.RunAsync();
});
