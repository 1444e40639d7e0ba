using Microsoft.AspNetCore.Http.HttpResults;
using Mogambo.Gateway.Json;

namespace Mogambo.Gateway.Health;

/// <summary><c>GET /health/live</c>: the process runs. <c>GET /health/ready</c>: it can serve, too.</summary>
internal static class HealthEndpoints
{
    private static readonly TimeSpan Deadline = TimeSpan.FromSeconds(2);

    public static void MapHealth(this IEndpointRouteBuilder routes)
    {
        var health = routes.MapGroup("/health").AllowAnonymous();
        health.MapGet("/live", () => TypedResults.Json(HealthStatus.Ok, GatewayJson.Default.HealthStatus));
        health.MapGet("/ready", Ready);
    }

    private static async Task<JsonHttpResult<HealthStatus>> Ready(
        IEnumerable<IReadinessCheck> checks, TimeProvider time, CancellationToken cancellationToken)
    {
        var answers = await Task.WhenAll(checks.Select(check => AskAsync(check, time, cancellationToken)));
        var failed = answers.OfType<string>().ToList();
        return failed.Count == 0
            ? TypedResults.Json(HealthStatus.Ok, GatewayJson.Default.HealthStatus)
            : TypedResults.Json(
                new HealthStatus("unavailable") { Failed = failed },
                GatewayJson.Default.HealthStatus,
                statusCode: StatusCodes.Status503ServiceUnavailable);
    }

    // The name of the check if it failed.
    private static async Task<string?> AskAsync(IReadinessCheck check, TimeProvider time, CancellationToken cancellationToken)
    {
        try
        {
            return await check.IsReadyAsync(cancellationToken).WaitAsync(Deadline, time, cancellationToken) ? null : check.Name;
        }
        catch (Exception) when (!cancellationToken.IsCancellationRequested)
        {
            return check.Name;
        }
    }
}
