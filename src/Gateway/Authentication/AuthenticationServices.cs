using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Authorization;
using Mogambo.Storage.Changes;

namespace Mogambo.Gateway.Authentication;

internal static class AuthenticationServices
{
    public static void AddApiKeys(this IServiceCollection services)
    {
        services.AddSingleton<ApiKeyDirectory>();
        services.AddSingleton<IFollowsChanges>(provider => provider.GetRequiredService<ApiKeyDirectory>());
        services.AddSingleton<IAuthorizationMiddlewareResultHandler, KeyRateLimit>();
        services.AddAuthentication(ApiKey.Scheme)
            .AddScheme<AuthenticationSchemeOptions, ApiKeyAuthenticationHandler>(ApiKey.Scheme, configureOptions: null);
        services.AddAuthorization(options =>
        {
            foreach (var scope in Scopes.All)
            {
                options.AddPolicy(scope, policy => policy
                    .RequireAuthenticatedUser()
                    .RequireClaim(ApiKey.ScopeClaim, scope, Scopes.Everything));
            }

            // An endpoint below /v1 that names no scope is closed to everyone, not open.
            options.FallbackPolicy = new AuthorizationPolicyBuilder()
                .RequireAssertion(context => context.Resource is not HttpContext http || !IsForgotten(http))
                .Build();
        });
    }

    // Unknown addresses and methods have no endpoint with a route, and are 404 and 405 as everywhere.
    private static bool IsForgotten(HttpContext context) => ApiPaths.IsApi(context.Request.Path) && context.GetEndpoint() is RouteEndpoint;
}
