using Mogambo.Simulator.Accounts;
using Mogambo.Simulator.Faults;
using Mogambo.Simulator.Media;
using Mogambo.Simulator.Messages;
using Mogambo.Simulator.Numbers;
using Mogambo.Simulator.Templates;

namespace Mogambo.Simulator.Graph;

/// <summary>Every address of the Cloud API that is played. A node is a number, an account, a template or a file; its id says which.</summary>
internal static class GraphRoutes
{
    private const string Version = "/{version:regex(^v\\d+\\.\\d+$)}";

    public static void MapGraph(this IEndpointRouteBuilder routes)
    {
        var services = routes.ServiceProvider;
        var send = services.GetRequiredService<SendEndpoint>();
        var templates = services.GetRequiredService<TemplateEndpoints>();
        var media = services.GetRequiredService<MediaEndpoints>();
        var numbers = services.GetRequiredService<NumberEndpoints>();
        var faults = services.GetRequiredService<ManagementFaults>();
        var graph = routes.MapGroup(Version);

        graph.MapPost("/{node}/messages", OfNumber(services, send.HandleAsync));
        graph.MapPost("/{node}/media", OfNumber(services, media.UploadAsync));
        graph.MapGet("/{node}/phone_numbers", OfAccount(services, numbers.ListAsync));
        graph.MapPost("/{node}/subscribed_apps", OfAccount(services, numbers.SubscribeAsync));
        graph.MapGet("/{node}/subscribed_apps", OfAccount(services, NumberEndpoints.SubscriptionsAsync));
        graph.MapDelete("/{node}/subscribed_apps", OfAccount(services, NumberEndpoints.UnsubscribeAsync));
        graph.MapPost("/{node}/message_templates", OfAccount(services, Faulty(templates.CreateAsync)));
        graph.MapGet("/{node}/message_templates", OfAccount(services, Faulty(templates.ListAsync)));
        graph.MapDelete("/{node}/message_templates", OfAccount(services, Faulty(templates.DeleteAsync)));

        var nodes = services.GetRequiredService<NodeEndpoints>();
        graph.MapGet("/{node}", nodes.ReadAsync);
        graph.MapPost("/{node}", nodes.EditAsync);
        graph.MapDelete("/{node}", nodes.DeleteAsync);
        graph.MapPost("/{node}/unpause", nodes.UnpauseAsync);

        routes.MapGet("/whatsapp_business/attachments", media.DownloadAsync);

        Func<HttpContext, Account, Task> Faulty(Func<HttpContext, Account, Task> call) =>
            (http, account) => faults.RunAsync(http, account, () => call(http, account));
    }

    public static string Node(HttpContext http) => http.Request.RouteValues["node"] as string ?? "";

    private static RequestDelegate OfNumber(IServiceProvider services, Func<HttpContext, Number, Task> handle)
    {
        var accounts = services.GetRequiredService<AccountBook>();
        return http => accounts.Number(Node(http)) is not { } number ? GraphError.UnknownNode(Node(http)).WriteAsync(http.Response)
            : !AccessToken.Matches(http.Request, number.AccessToken) ? AccessToken.Refusal(http.Request).WriteAsync(http.Response)
            : handle(http, number);
    }

    private static RequestDelegate OfAccount(IServiceProvider services, Func<HttpContext, Account, Task> handle)
    {
        var accounts = services.GetRequiredService<AccountBook>();
        return http => accounts.Account(Node(http)) is not { } account ? GraphError.UnknownNode(Node(http)).WriteAsync(http.Response)
            : !account.Owns(http.Request) ? AccessToken.Refusal(http.Request).WriteAsync(http.Response)
            : handle(http, account);
    }

    /// <summary>A token of any of its numbers serves the whole account.</summary>
    public static bool Owns(this Account account, HttpRequest request) =>
        account.Numbers.Exists(number => AccessToken.Matches(request, number.AccessToken));
}
