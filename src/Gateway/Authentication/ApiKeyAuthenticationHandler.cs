using System.Text.Encodings.Web;
using Microsoft.AspNetCore.Authentication;
using Microsoft.Net.Http.Headers;

namespace Mogambo.Gateway.Authentication;

/// <summary><c>Authorization: Bearer {key}</c>. The answers' bodies are written by the problem middleware.</summary>
internal sealed class ApiKeyAuthenticationHandler(
    ApiKeyDirectory keys,
    IOptionsMonitor<AuthenticationSchemeOptions> options,
    ILoggerFactory logger,
    UrlEncoder encoder) : AuthenticationHandler<AuthenticationSchemeOptions>(options, logger, encoder)
{
    private const string Prefix = "Bearer ";

    protected override Task<AuthenticateResult> HandleAuthenticateAsync()
    {
        if (Request.Headers.Authorization is not [{ } header])
        {
            return Task.FromResult(AuthenticateResult.NoResult());
        }

        return Task.FromResult(
            header.StartsWith(Prefix, StringComparison.OrdinalIgnoreCase) && keys.TryFind(header[Prefix.Length..], out var key)
                ? AuthenticateResult.Success(new AuthenticationTicket(key.Principal, ApiKey.Scheme))
                : AuthenticateResult.Fail("No such key."));
    }

    protected override Task HandleChallengeAsync(AuthenticationProperties properties)
    {
        Response.StatusCode = StatusCodes.Status401Unauthorized;
        Response.Headers[HeaderNames.WWWAuthenticate] = "Bearer";
        return Task.CompletedTask;
    }

    protected override Task HandleForbiddenAsync(AuthenticationProperties properties)
    {
        Response.StatusCode = StatusCodes.Status403Forbidden;
        return Task.CompletedTask;
    }
}
