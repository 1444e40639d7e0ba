using System.Security.Claims;
using Microsoft.AspNetCore.Http.HttpResults;
using Mogambo.Accounts;
using Mogambo.Gateway.Authentication;
using Mogambo.Gateway.Json;
using Mogambo.Gateway.Lists;
using Mogambo.Gateway.Problems;
using Mogambo.Storage;
using Mogambo.Storage.Templates;
using Mogambo.Templates;
using Mogambo.WhatsApp.Templates;

namespace Mogambo.Gateway.Templates;

/// <summary><c>/v1/templates</c>: what a business may say outside the window, and where WhatsApp stands on it (contract section 5).</summary>
internal static class TemplateEndpoints
{
    private const string Cursor = "must be the next of an earlier page";

    public static void MapTemplates(this IEndpointRouteBuilder routes)
    {
        var templates = routes.MapGroup("/templates").WithTags("Templates");
        templates.MapGet("", List).RequireAuthorization(Scopes.TemplatesRead).WithSummary("List templates, by name and language");
        templates.MapGet("/{name}", ShowAll).RequireAuthorization(Scopes.TemplatesRead).WithSummary("Show all languages of one");
        templates.MapGet("/{name}/{language}", Show).RequireAuthorization(Scopes.TemplatesRead).WithSummary("Show one language");
        templates.MapPost("/{name}/{language}/preview", Preview).RequireAuthorization(Scopes.TemplatesRead).WithSummary("Fill one with data, to look at");
        routes.MapPost("/templates:sync", Sync)
            .RequireAuthorization(Scopes.TemplatesWrite)
            .WithTags("Templates")
            .WithSummary("Bring all templates into step with WhatsApp now");
        templates.MapTemplateChanges();
    }

    private static async Task<IResult> List(HttpRequest request, ClaimsPrincipal caller, ITemplates templates, CancellationToken cancellationToken)
    {
        var query = new QueryReader(request);
        var (limit, after) = (query.Limit(), query.Parsed<PageCursor>("after", Cursor));
        var status = TemplateWords.Status(query.OneOf("status", TemplateWords.Statuses));
        if (query.Problem() is { } problem)
        {
            return problem;
        }

        try
        {
            var page = await templates.ListAsync(caller.Account(), status, limit, after, cancellationToken);
            return Page(page.Items, page.Next?.ToString());
        }
        catch (FormatException)
        {
            // A cursor, but of another list.
            return KnownProblems.InvalidRequest("after", Cursor);
        }
    }

    private static async Task<IResult> ShowAll(string name, ClaimsPrincipal caller, ITemplates templates, CancellationToken cancellationToken)
    {
        var rows = await templates.FindAsync(caller.Account(), name, cancellationToken);
        return rows.Count == 0 ? TemplateProblems.NotFound([]) : Page(rows, next: null);
    }

    private static async Task<IResult> Show(
        string name, string language, ClaimsPrincipal caller, ITemplates templates, CancellationToken cancellationToken)
    {
        var id = new TemplateId(name, Language(language));
        return await templates.FindAsync(caller.Account(), id, cancellationToken) is { } row
            ? TypedResults.Json(new RawJson(row.Document), GatewayJson.Default.RawJson)
            : await NotFoundAsync(caller.Account(), name, templates, cancellationToken);
    }

    private static async Task<IResult> Preview(
        string name, string language, HttpRequest request, ClaimsPrincipal caller, ITemplates templates, CancellationToken cancellationToken)
    {
        using var body = await TemplateBody.ReadAsync(request, cancellationToken);
        var parameters = body.Any("parameters");
        if (body.Problem() is { } problem)
        {
            return problem;
        }

        if (await templates.FindAsync(caller.Account(), new TemplateId(name, Language(language)), cancellationToken) is not { } row)
        {
            return await NotFoundAsync(caller.Account(), name, templates, cancellationToken);
        }

        return new TemplateFiller(PublishedTemplate.Definition(row)).TryFill(parameters, out var filled, out var problems)
            ? TypedResults.Json(ApiTemplatePreview.Of(filled.Preview), GatewayJson.Default.ApiTemplatePreview)
            : TemplateProblems.Parameters(problems);
    }

    private static async Task<IResult> Sync(ClaimsPrincipal caller, AccountDirectory accounts, TemplateSync sync, CancellationToken cancellationToken) =>
        !accounts.TryGetAccount(caller.Account(), out var account) ? KnownProblems.NotFound() : await sync.SyncAsync(account, cancellationToken) switch
        {
            TemplateSyncResult.Done { Counts: var counts } => TypedResults.Json(
                new ApiTemplateSync(counts.Created, counts.Changed, counts.Missing), GatewayJson.Default.ApiTemplateSync),
            TemplateSyncResult.Failed failed => TemplateProblems.SyncFailed(failed.Reason),
            _ => TemplateProblems.NoInstance(),
        };

    /// <summary>WhatsApp writes <c>pt-BR</c> here and <c>pt_BR</c> there.</summary>
    public static string Language(string language) => language.Replace('-', '_');

    private static async Task<IResult> NotFoundAsync(AccountId account, string name, ITemplates templates, CancellationToken cancellationToken) =>
        TemplateProblems.NotFound([.. (await templates.FindAsync(account, name, cancellationToken)).Select(row => row.Id.Language)]);

    private static JsonHttpResult<Lists.Page<RawJson>> Page(IReadOnlyList<TemplateRow> rows, string? next) => TypedResults.Json(
        new Lists.Page<RawJson>([.. rows.Select(row => new RawJson(row.Document))], next), GatewayJson.Default.PageRawJson);
}
