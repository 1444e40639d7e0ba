using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.OpenApi;
using Microsoft.OpenApi;
using Scalar.AspNetCore;

namespace Mogambo.Gateway.Reference;

/// <summary><c>/openapi/v1.json</c>, which is made from the endpoints and <see cref="ApiOperations"/>, and <c>/docs</c>, where people read it.</summary>
internal static class ApiReference
{
    private const string Document = "v1";
    private const string Scheme = "api-key";

    public static void AddApiReference(this IServiceCollection services) => services.AddOpenApi(Document, options =>
    {
        options.ShouldInclude = endpoint => endpoint.RelativePath?.StartsWith("v1/", StringComparison.Ordinal) == true;
        options.AddDocumentTransformer(DescribeAsync);
        options.AddOperationTransformer(DescribeAsync);
    });

    public static void MapApiReference(this IEndpointRouteBuilder routes)
    {
        routes.MapOpenApi();
        routes.MapScalarApiReference("/docs", options => options
            .WithTitle("Mogambo API")
            .WithOpenApiRoutePattern("/openapi/{documentName}.json")
            .DisableDefaultFonts()
            .DisableTelemetry()
            .DisableAgent()
            .DisableMcp()
            .HideClientButton()
            .HideDeveloperTools()).AddEndpointFilter(AllowPageAsync);
    }

    // The page starts itself with a script in it; everything it loads comes from here.
    private static ValueTask<object?> AllowPageAsync(EndpointFilterInvocationContext context, EndpointFilterDelegate next)
    {
        context.HttpContext.Response.Headers.ContentSecurityPolicy =
            "default-src 'self'; script-src 'self' 'unsafe-inline'; style-src 'self' 'unsafe-inline'; img-src 'self' data:; font-src 'self' data:; frame-ancestors 'none'";
        return next(context);
    }

    private static Task DescribeAsync(OpenApiDocument document, OpenApiDocumentTransformerContext context, CancellationToken cancellationToken)
    {
        document.Info = new OpenApiInfo
        {
            Title = "Mogambo",
            Version = Document,
            Description = "Between a business's systems and WhatsApp: messages in and out, templates, opt-ins, events. Errors are problem details (RFC 9457) "
                + "whose type is urn:mogambo:problem:{name}.",
        };
        document.Paths = AsShown(document.Paths);
        // The document is the same wherever it is served.
        document.Servers = [];
        document.Components ??= new OpenApiComponents();
        document.Components.SecuritySchemes ??= new Dictionary<string, IOpenApiSecurityScheme>();
        document.Components.SecuritySchemes[Scheme] = new OpenApiSecurityScheme
        {
            Type = SecuritySchemeType.Http,
            Scheme = "bearer",
            Description = "An API key of an account: Authorization: Bearer mgb_…",
        };
        document.Security = [new OpenApiSecurityRequirement { [new OpenApiSecuritySchemeReference(Scheme, document)] = [] }];
        return Task.CompletedTask;
    }

    // In one order; and the address of a group's own endpoints is written with a slash that nobody sends.
    private static OpenApiPaths AsShown(OpenApiPaths paths)
    {
        var shown = new OpenApiPaths();
        foreach (var (path, item) in paths.OrderBy(path => path.Key, StringComparer.Ordinal))
        {
            shown.Add(path.TrimEnd('/'), item);
        }

        return shown;
    }

    private static Task DescribeAsync(OpenApiOperation operation, OpenApiOperationTransformerContext context, CancellationToken cancellationToken)
    {
        var scope = context.Description.ActionDescriptor.EndpointMetadata.OfType<IAuthorizeData>().LastOrDefault()?.Policy;
        var known = ApiOperations.Find(context.Description.HttpMethod!, context.Description.RelativePath!);
        operation.Description = scope is null ? null : $"Needs the scope {scope}.";
        operation.Parameters ??= [];
        foreach (var parameter in known.Query)
        {
            operation.Parameters.Add(Parameter(parameter.Name, ParameterLocation.Query, parameter.Meaning));
        }

        if (known.TakesIdempotencyKey)
        {
            operation.Parameters.Add(Parameter("Idempotency-Key", ParameterLocation.Header, "1 to 255 visible characters: the same key and body never send twice."));
        }

        operation.RequestBody = Body(known);
        operation.Responses = Answers(known);
        return Task.CompletedTask;
    }

    private static OpenApiParameter Parameter(string name, ParameterLocation where, string meaning) => new()
    {
        Name = name,
        In = where,
        Description = meaning,
        Schema = new OpenApiSchema { Type = JsonSchemaType.String },
    };

    private static OpenApiRequestBody? Body(ApiOperation known) =>
        known.Body is { } json ? new OpenApiRequestBody { Required = true, Content = Json(json) }
        : known.BodyTypes.Count > 0 ? new OpenApiRequestBody { Required = true, Content = known.BodyTypes.ToDictionary(type => type, _ => Bytes()) }
        : null;

    private static OpenApiResponses Answers(ApiOperation known)
    {
        var answers = new OpenApiResponses
        {
            [$"{known.Status}"] = new OpenApiResponse
            {
                Description = "Success",
                Content = known.Answer is { } json ? Json(json) : known.AnswerType is { } type ? new() { [type] = Bytes() } : null,
            },
        };
        foreach (var (status, meaning) in known.Also)
        {
            answers[$"{status}"] = new OpenApiResponse { Description = meaning };
        }

        (int Status, string Names)[] common = [(400, "invalid-request"), (401, "unauthorized"), (403, "forbidden"), (404, "not-found"), (429, "rate-limited"), (503, "storage-unavailable")];
        foreach (var problems in known.Problems.Concat(common).GroupBy(problem => problem.Status).OrderBy(group => group.Key))
        {
            answers[$"{problems.Key}"] = new OpenApiResponse
            {
                Description = string.Join(", ", problems.Select(problem => problem.Names)),
                Content = Content("application/problem+json", new OpenApiMediaType { Schema = new OpenApiSchema { Type = JsonSchemaType.Object } }),
            };
        }

        return answers;
    }

    private static Dictionary<string, OpenApiMediaType> Json(string example) => Content("application/json", new OpenApiMediaType
    {
        Schema = new OpenApiSchema { Type = JsonSchemaType.Object },
        Example = JsonNode.Parse(example),
    });

    private static Dictionary<string, OpenApiMediaType> Content(string type, OpenApiMediaType content) => new() { [type] = content };

    private static OpenApiMediaType Bytes() => new() { Schema = new OpenApiSchema { Type = JsonSchemaType.String, Format = "binary" } };
}
