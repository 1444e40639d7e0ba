using Mogambo.Gateway.Json;
using Mogambo.Gateway.Problems;
using Mogambo.Templates;
using Mogambo.WhatsApp.Templates;

namespace Mogambo.Gateway.Templates;

/// <summary>The problems of requests about templates.</summary>
internal static class TemplateProblems
{
    public static Problem NotFound(IReadOnlyList<string> languages) => new(
        new ProblemBody(
            "urn:mogambo:problem:template-not-found",
            "There is no such template.",
            StatusCodes.Status404NotFound,
            "Use a name and a language that exist: GET /v1/templates lists them.")
        { Languages = languages });

    public static Problem Parameters(IReadOnlyList<ParameterProblem> problems) => new(
        new ProblemBody(
            "urn:mogambo:problem:template-parameters",
            "The parameters do not fit the template.",
            StatusCodes.Status422UnprocessableEntity,
            "Correct the placeholders named in errors and send the request again.")
        {
            Errors = problems.GroupBy(problem => problem.Placeholder).ToDictionary(
                group => group.Key, group => (IReadOnlyList<string>)[.. group.Select(problem => $"{problem.Rule}: {problem.Message}")]),
        });

    public static Problem SyncFailed(string reason) => Problem.Of(
        "template-sync-failed", "WhatsApp's templates could not be read.", StatusCodes.Status502BadGateway, $"{reason} Nothing was changed: try again later.");

    public static Problem NoInstance() => Refused(
        TemplateRefusal.NoInstance, "The account has no number on the Cloud API, where templates are managed: configure one.", null);

    public static Problem Refused(TemplateRefusal refusal, string detail, DateTimeOffset? until)
    {
        var (name, title) = refusal switch
        {
            TemplateRefusal.Exists => ("template-exists", "There is such a template already."),
            TemplateRefusal.NotEditable => ("template-not-editable", "The template cannot be edited now."),
            TemplateRefusal.NotSubmittable => ("template-not-submittable", "The template cannot be submitted."),
            TemplateRefusal.NotDeletable => ("template-not-deletable", "The template cannot be deleted now."),
            TemplateRefusal.StatusIsReported => ("template-status-reported", "WhatsApp reports the template's status."),
            TemplateRefusal.NoInstance => ("no-cloud-number", "The account has no number on the Cloud API."),
            _ => throw new InvalidOperationException($"There is no problem for {refusal}."),
        };
        return new Problem(new ProblemBody($"urn:mogambo:problem:{name}", title, StatusCodes.Status409Conflict, detail) { Until = until });
    }
}

/// <summary><c>template-invalid</c>: the rules that a template breaks, by component.</summary>
internal sealed class TemplateInvalid(IReadOnlyList<TemplateFlaw> flaws) : IResult, IStatusCodeHttpResult
{
    public int? StatusCode => StatusCodes.Status422UnprocessableEntity;

    public Task ExecuteAsync(HttpContext httpContext)
    {
        httpContext.Response.StatusCode = StatusCodes.Status422UnprocessableEntity;
        var body = new TemplateInvalidBody(
            "urn:mogambo:problem:template-invalid",
            "The template breaks rules of WhatsApp's.",
            StatusCodes.Status422UnprocessableEntity,
            "Correct the components named in errors and send the request again.",
            flaws.GroupBy(flaw => flaw.Component).ToDictionary(
                group => group.Key, group => (IReadOnlyList<TemplateError>)[.. group.Select(flaw => new TemplateError(flaw.Rule, flaw.Limit, flaw.Message))]));
        return httpContext.Response.WriteAsJsonAsync(
            body, GatewayJson.Default.TemplateInvalidBody, "application/problem+json", httpContext.RequestAborted);
    }
}

internal sealed record TemplateInvalidBody(
    string Type, string Title, int Status, string Detail, IReadOnlyDictionary<string, IReadOnlyList<TemplateError>> Errors);

/// <param name="Limit">The rule's number, or null.</param>
internal sealed record TemplateError(string Rule, int? Limit, string Message);
