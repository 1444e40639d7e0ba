using System.Text.Json;
using System.Text.Json.Nodes;
using Microsoft.Net.Http.Headers;
using Mogambo.Gateway.Json;

namespace Mogambo.Gateway.Problems;

/// <summary>An error answer: <c>application/problem+json</c>.</summary>
internal sealed class Problem(ProblemBody body) : IResult, IStatusCodeHttpResult
{
    private const string MediaType = "application/problem+json";

    public ProblemBody Body { get; } = body;

    /// <summary>Tells the caller when to come again.</summary>
    public TimeSpan? RetryAfter { get; init; }

    public int? StatusCode => Body.Status;

    public static Problem Of(string name, string title, int status, string detail) =>
        new(new ProblemBody($"urn:mogambo:problem:{name}", title, status, detail));

    public Task ExecuteAsync(HttpContext httpContext)
    {
        var response = httpContext.Response;
        response.StatusCode = Body.Status;
        if (RetryAfter is { } wait)
        {
            response.Headers[HeaderNames.RetryAfter] = ((int)Math.Ceiling(wait.TotalSeconds)).ToString(System.Globalization.CultureInfo.InvariantCulture);
        }

        return Body.Own is { } own
            ? WriteAsync(response, own, httpContext.RequestAborted)
            : response.WriteAsJsonAsync(Body, GatewayJson.Default.ProblemBody, MediaType, httpContext.RequestAborted);
    }

    private Task WriteAsync(HttpResponse response, JsonObject own, CancellationToken cancellationToken)
    {
        var json = JsonSerializer.SerializeToNode(Body, GatewayJson.Default.ProblemBody)!.AsObject();
        foreach (var (name, value) in own)
        {
            json[name] = value?.DeepClone();
        }

        response.ContentType = MediaType;
        return response.WriteAsync(json.ToJsonString(), cancellationToken);
    }
}
