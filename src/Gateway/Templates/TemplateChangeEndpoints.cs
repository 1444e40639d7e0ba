using System.Security.Claims;
using Mogambo.Gateway.Authentication;
using Mogambo.Gateway.Json;
using Mogambo.Templates;

namespace Mogambo.Gateway.Templates;

/// <summary>The part of <c>/v1/templates</c> that changes them; the template's grain answers.</summary>
internal static class TemplateChangeEndpoints
{
    private const int MaxReasonLength = 1000;

    private static readonly string[] s_statuses = ["draft", "pending", "approved", "rejected", "paused", "disabled"];

    public static void MapTemplateChanges(this IEndpointRouteBuilder templates)
    {
        templates.MapPost("", Create).RequireAuthorization(Scopes.TemplatesWrite).WithSummary("Write a template as a draft");
        templates.MapPut("/{name}/{language}", Edit).RequireAuthorization(Scopes.TemplatesWrite).WithSummary("Edit one, or agree to WhatsApp's category");
        templates.MapDelete("/{name}/{language}", Delete).RequireAuthorization(Scopes.TemplatesWrite).WithSummary("Delete one language");
        templates.MapDelete("/{name}", DeleteAll).RequireAuthorization(Scopes.TemplatesWrite).WithSummary("Delete all languages of one");
        templates.MapPost("/{name}/{language}/submit", Submit).RequireAuthorization(Scopes.TemplatesWrite).WithSummary("Submit a draft to WhatsApp");
        templates.MapPut("/{name}/{language}/status", SetStatus)
            .RequireAuthorization(Scopes.TemplatesApprove)
            .WithSummary("Say the status that no instance reports, or resume a paused one");
    }

    private static async Task<IResult> Create(HttpRequest request, ClaimsPrincipal caller, IGrainFactory grains, CancellationToken cancellationToken)
    {
        using var body = await TemplateBody.ReadAsync(request, cancellationToken);
        var (name, language, category) = (body.Text("name", isRequired: true, maxLength: 2048), body.Text("language", isRequired: true), body.Category(isRequired: true));
        var (components, isNamed, seconds) = (body.Components(isRequired: true), body.IsNamed(), body.Seconds("message_send_ttl_seconds"));
        if (body.Problem() is { } problem)
        {
            return problem;
        }

        if (!TemplateWords.IsName(name))
        {
            // No grain has such a key.
            return new TemplateInvalid([new("name", "name-invalid", "The name has 1 to 512 of a-z, 0-9 and _.", 512)]);
        }

        var content = new TemplateDraft(TemplateEndpoints.Language(language!), category!.Value, components!, isNamed ?? false, seconds);
        var reply = await grains.Template(caller.Account(), name!).CreateAsync(content).WaitAsync(cancellationToken);
        return reply is TemplateReply.Done { Document: { } document }
            ? new CreatedTemplate($"{ApiPaths.Root}/templates/{name}/{content.Language}", document)
            : Answer(reply);
    }

    private static async Task<IResult> Edit(
        string name, string language, HttpRequest request, ClaimsPrincipal caller, IGrainFactory grains, CancellationToken cancellationToken)
    {
        using var body = await TemplateBody.ReadAsync(request, cancellationToken);
        var edit = new TemplateEdit
        {
            Category = body.Category(),
            Components = body.Components(),
            IsNamed = body.IsNamed(),
            MessageSendTtlSeconds = body.Seconds("message_send_ttl_seconds"),
        };
        // A client may send back the whole of what it created.
        RequireSame(body, "name", name);
        RequireSame(body, "language", TemplateEndpoints.Language(language));
        if (edit == new TemplateEdit())
        {
            body.Fail("components", "or another member that is to be changed is required");
        }

        return body.Problem() is { } problem
            ? problem
            : await AskAsync(name, caller, grains, template => template.EditAsync(TemplateEndpoints.Language(language), edit), cancellationToken);
    }

    private static Task<IResult> Submit(string name, string language, ClaimsPrincipal caller, IGrainFactory grains, CancellationToken cancellationToken) =>
        AskAsync(name, caller, grains, template => template.SubmitAsync(TemplateEndpoints.Language(language)), cancellationToken);

    private static Task<IResult> Delete(string name, string language, ClaimsPrincipal caller, IGrainFactory grains, CancellationToken cancellationToken) =>
        AskAsync(name, caller, grains, template => template.DeleteAsync(TemplateEndpoints.Language(language)), cancellationToken);

    private static Task<IResult> DeleteAll(string name, ClaimsPrincipal caller, IGrainFactory grains, CancellationToken cancellationToken) =>
        AskAsync(name, caller, grains, template => template.DeleteAsync(null), cancellationToken);

    private static async Task<IResult> SetStatus(
        string name, string language, HttpRequest request, ClaimsPrincipal caller, IGrainFactory grains, CancellationToken cancellationToken)
    {
        using var body = await TemplateBody.ReadAsync(request, cancellationToken);
        var (word, reason) = (body.Text("status", isRequired: true), body.Text("reason", maxLength: MaxReasonLength));
        if (word is not null && !s_statuses.Contains(word))
        {
            body.Fail("status", $"must be one of {string.Join(", ", s_statuses)}");
        }

        return body.Problem() is { } problem
            ? problem
            : await AskAsync(
                name, caller, grains, template => template.SetStatusAsync(TemplateEndpoints.Language(language), TemplateWords.Status(word)!.Value, reason), cancellationToken);
    }

    private static void RequireSame(TemplateBody body, string member, string value)
    {
        if (body.Text(member) is { } text && TemplateEndpoints.Language(text) != value)
        {
            body.Fail(member, "cannot be changed: create another template");
        }
    }

    private static async Task<IResult> AskAsync(
        string name, ClaimsPrincipal caller, IGrainFactory grains, Func<ITemplateGrain, Task<TemplateReply>> ask, CancellationToken cancellationToken) =>
        TemplateWords.IsName(name)
            ? Answer(await ask(grains.Template(caller.Account(), name)).WaitAsync(cancellationToken))
            : TemplateProblems.NotFound([]);

    private static IResult Answer(TemplateReply reply) => reply switch
    {
        TemplateReply.Done { Document: { } document, IsUnderWay: var isUnderWay } => TypedResults.Json(
            new RawJson(document), GatewayJson.Default.RawJson, statusCode: isUnderWay ? StatusCodes.Status202Accepted : StatusCodes.Status200OK),
        TemplateReply.Done { IsUnderWay: true } => TypedResults.StatusCode(StatusCodes.Status202Accepted),
        TemplateReply.Done => TypedResults.NoContent(),
        TemplateReply.NotFound notFound => TemplateProblems.NotFound(notFound.Languages),
        TemplateReply.Invalid invalid => new TemplateInvalid(invalid.Flaws),
        TemplateReply.Refused refused => TemplateProblems.Refused(refused.Refusal, refused.Detail, refused.Until),
        _ => throw new InvalidOperationException($"Unknown reply {reply.GetType().Name}."),
    };

    /// <summary>201, with the address of what was made.</summary>
    private sealed class CreatedTemplate(string location, byte[] document) : IResult
    {
        public Task ExecuteAsync(HttpContext httpContext)
        {
            httpContext.Response.StatusCode = StatusCodes.Status201Created;
            httpContext.Response.Headers.Location = location;
            return httpContext.Response.WriteAsJsonAsync(
                new RawJson(document), GatewayJson.Default.RawJson, cancellationToken: httpContext.RequestAborted);
        }
    }
}
