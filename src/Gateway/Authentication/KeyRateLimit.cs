using System.Threading.RateLimiting;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Authorization.Policy;
using Mogambo.Gateway.Problems;

namespace Mogambo.Gateway.Authentication;

/// <summary>
/// Requests a second of a key, where a limit is configured. It stands where authorization has succeeded, so it covers every endpoint that
/// wants a key and nobody can use up a key's requests without having it.
/// </summary>
internal sealed class KeyRateLimit : IAuthorizationMiddlewareResultHandler
{
    private static readonly TimeSpan s_leastWait = TimeSpan.FromSeconds(1);

    private readonly AuthorizationMiddlewareResultHandler _otherwise = new();

    public Task HandleAsync(RequestDelegate next, HttpContext context, AuthorizationPolicy policy, PolicyAuthorizationResult authorizeResult)
    {
        if (authorizeResult.Succeeded && context.User is ApiKeyPrincipal { Key.Limiter: { } limiter })
        {
            using var lease = limiter.AttemptAcquire();
            if (!lease.IsAcquired)
            {
                return KnownProblems.RateLimited(lease.TryGetMetadata(MetadataName.RetryAfter, out var wait) ? wait : s_leastWait).ExecuteAsync(context);
            }
        }

        return _otherwise.HandleAsync(next, context, policy, authorizeResult);
    }
}
