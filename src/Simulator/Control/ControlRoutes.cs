namespace Mogambo.Simulator.Control;

/// <summary>What tests and the phone page use to play the users' side.</summary>
internal static class ControlRoutes
{
    public static void MapControl(this IEndpointRouteBuilder routes)
    {
        var control = routes.MapGroup("/control");

        var users = routes.ServiceProvider.GetRequiredService<UserControl>();
        control.MapGet("/users", users.ListAsync);
        control.MapGet("/users/{user}/messages", users.ChatAsync);
        control.MapPost("/users/{user}/messages", users.WriteAsync);

        var traits = routes.ServiceProvider.GetRequiredService<UserTraitControl>();
        control.MapPost("/users", traits.AddAsync);
        control.MapPost("/users/{user}/preferences", traits.PreferAsync);

        var webhooks = routes.ServiceProvider.GetRequiredService<WebhookControl>();
        control.MapPost("/webhooks", webhooks.PostAsync);
        control.MapPost("/replay", webhooks.ReplayAsync);
        control.MapPost("/verify", webhooks.VerifyAsync);
        control.MapGet("/pending", webhooks.PendingAsync);
        control.MapGet("/stats", webhooks.StatsAsync);

        var faults = routes.ServiceProvider.GetRequiredService<FaultControl>();
        control.MapGet("/faults", faults.ReadAsync);
        control.MapPut("/faults", faults.ReplaceAsync);

        var templates = routes.ServiceProvider.GetRequiredService<TemplateControl>();
        control.MapGet("/templates", templates.ListAsync);
        control.MapPost("/templates/{id}/{decision}", templates.DecideAsync);

        var record = routes.ServiceProvider.GetRequiredService<RecordControl>();
        control.MapGet("/sends", record.SendsAsync);
        control.MapGet("/ledger", record.LedgerAsync);
        control.MapGet("/settings", record.SettingsAsync);
        control.MapDelete("/state", record.ForgetAsync);

        control.Map("/{**rest}", http => ControlAnswer.WrongAsync(http, $"There is no {http.Request.Method} {http.Request.Path}.", StatusCodes.Status404NotFound));
    }
}
