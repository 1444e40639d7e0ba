using System.Text.Encodings.Web;
using Microsoft.AspNetCore.Authentication;
using Microsoft.Net.Http.Headers;
using Mogambo.Gateway.Problems;

namespace Mogambo.Gateway.Authentication;

/// <summary><c>Authorization: Bearer {key}</c>. The answers' bodies are written by the problem middleware.</summary>
internal sealed class ApiKeyAuthenticationHandler(
    ApiKeyDirectory keys,
    IOptionsMonitor<AuthenticationSchemeOptions> options,
    ILoggerFactory logger,
    UrlEncoder encoder) : AuthenticationHandler<AuthenticationSchemeOptions>(options, logger, encoder)
{
    private const string Prefix = "Bearer ";

    private static readonly Task<AuthenticateResult> s_none = Task.FromResult(AuthenticateResult.NoResult());
    private static readonly Task<AuthenticateResult> s_unknown = Task.FromResult(AuthenticateResult.Fail("No such key."));

    protected override Task<AuthenticateResult> HandleAuthenticateAsync()
    {
        if (Request.Headers.Authorization is not [{ } header])
        {
            return s_none;
        }

        return header.StartsWith(Prefix, StringComparison.OrdinalIgnoreCase) && keys.TryFind(header.AsSpan(Prefix.Length), out var key)
            ? Task.FromResult(AuthenticateResult.Success(new AuthenticationTicket(key.Principal, ApiKey.Scheme)))
            : s_unknown;
    }

    protected override Task HandleChallengeAsync(AuthenticationProperties properties)
    {
        Response.StatusCode = StatusCodes.Status401Unauthorized;
        Response.Headers[HeaderNames.WWWAuthenticate] = "Bearer";
        return Request.Headers.Authorization is [{ } header]
            && header.StartsWith(Prefix, StringComparison.OrdinalIgnoreCase)
            && GeneratedKey.IsMistyped(header.AsSpan(Prefix.Length))
            ? KnownProblems.MistypedKey().ExecuteAsync(Context)
            : Task.CompletedTask;
    }

    protected override Task HandleForbiddenAsync(AuthenticationProperties properties)
    {
        Response.StatusCode = StatusCodes.Status403Forbidden;
        return Task.CompletedTask;
    }
}
