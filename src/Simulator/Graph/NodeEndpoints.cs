using Mogambo.Simulator.Accounts;
using Mogambo.Simulator.Faults;
using Mogambo.Simulator.Media;
using Mogambo.Simulator.Numbers;
using Mogambo.Simulator.Templates;

namespace Mogambo.Simulator.Graph;

/// <summary>Calls on a bare id, <c>/{version}/{node}</c>: what they mean depends on whose id it is.</summary>
internal sealed class NodeEndpoints(
    AccountBook accounts, TemplateBook templates, MediaShelf shelf, NumberEndpoints numbers, TemplateEndpoints templateCalls, MediaEndpoints media,
    ManagementFaults faults)
{
    public Task ReadAsync(HttpContext http)
    {
        var id = GraphRoutes.Node(http);
        return accounts.Number(id) is { } number ? Guarded(http, number.Account, () => numbers.ReadAsync(http, number))
            : accounts.Account(id) is { } account ? Guarded(http, account, () => http.Response.WriteJsonAsync(200, account, static (json, found) =>
            {
                json.WriteStartObject();
                json.WriteString("id", found.Id);
                json.WriteString("name", "Mogambo simulator");
                json.WriteString("timezone_id", "1");
                json.WriteString("message_template_namespace", "mogambo_simulator");
                json.WriteEndObject();
            }))
            : templates.Find(id) is { } template ? Faulty(http, template.Account, () => TemplateEndpoints.ReadAsync(http, template))
            : shelf.Find(id) is { } file ? Guarded(http, file.Number.Account, () => media.ResolveAsync(http, file))
            : Unknown(http, id);
    }

    public Task EditAsync(HttpContext http)
    {
        var id = GraphRoutes.Node(http);
        return templates.Find(id) is { } template
            ? Faulty(http, template.Account, () => templateCalls.EditAsync(http, template))
            : Unknown(http, id);
    }

    public Task DeleteAsync(HttpContext http)
    {
        var id = GraphRoutes.Node(http);
        return shelf.Find(id) is { } file
            ? Guarded(http, file.Number.Account, () => media.DeleteAsync(http, file))
            : Unknown(http, id);
    }

    public Task UnpauseAsync(HttpContext http)
    {
        var id = GraphRoutes.Node(http);
        return templates.Find(id) is { } template
            ? Faulty(http, template.Account, () => templateCalls.UnpauseAsync(http, template))
            : Unknown(http, id);
    }

    private Task Faulty(HttpContext http, Account account, Func<Task> call) =>
        Guarded(http, account, () => faults.RunAsync(http, account, call));

    private static Task Guarded(HttpContext http, Account account, Func<Task> call) =>
        account.Owns(http.Request) ? call() : AccessToken.Refusal(http.Request).WriteAsync(http.Response);

    private static Task Unknown(HttpContext http, string id) => GraphError.UnknownNode(id).WriteAsync(http.Response);
}
