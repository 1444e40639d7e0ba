using System.Security.Claims;
using Mogambo.Gateway.Authentication;
using Mogambo.Gateway.Json;
using Mogambo.Gateway.Lists;
using Mogambo.Gateway.Problems;
using Mogambo.Storage.ApiKeys;

namespace Mogambo.Gateway.ApiKeys;

/// <summary><c>/v1/api-keys</c>: make keys, look at them, revoke them.</summary>
internal static class ApiKeyEndpoints
{
    private const int MaxBodyBytes = 16 * 1024;
    private const int MaxNameLength = 100;

    private static readonly string[] s_grantable = [Scopes.Everything, .. Scopes.All];

    public static void MapApiKeys(this IEndpointRouteBuilder routes)
    {
        var keys = routes.MapGroup("/api-keys").WithTags("API keys");
        keys.MapPost("", Create).RequireAuthorization(Scopes.ApiKeysWrite).WithSummary("Make a key; it is shown once");
        keys.MapGet("", List).RequireAuthorization(Scopes.ApiKeysRead).WithSummary("List keys, those made by API first, newest first");
        keys.MapGet("/{id}", Show).RequireAuthorization(Scopes.ApiKeysRead).WithSummary("Show one");
        keys.MapDelete("/{id}", Delete).RequireAuthorization(Scopes.ApiKeysWrite).WithSummary("Revoke one");
    }

    private static async Task<IResult> Create(
        HttpRequest request, ClaimsPrincipal caller, IApiKeys keys, ApiKeyDirectory directory, TimeProvider time, CancellationToken cancellationToken)
    {
        var now = time.GetUtcNow();
        using var members = await RequestMembers.ReadAsync(request, MaxBodyBytes, cancellationToken);
        var name = members.Text("name", MaxNameLength);
        var scopes = members.Texts("scopes", s_grantable);
        var expiresAt = members.Time("expires_at");
        if (expiresAt <= now)
        {
            members.Wrong("expires_at", "must be in the future");
        }

        if (members.Problem() is { } problem)
        {
            return problem;
        }

        if (scopes.FirstOrDefault(scope => !caller.Key().May(scope)) is { } missing)
        {
            return KnownProblems.ScopeNotGranted(missing);
        }

        var key = GeneratedKey.New();
        var made = new StoredApiKey(
            ApiKeyId.New(now), caller.Account(), name!, ApiKey.HashOf(key), ApiKey.LastCharactersOf(key), scopes, now, expiresAt);
        await keys.AddAsync(made, cancellationToken);
        await directory.ReadAsync(CancellationToken.None);
        request.HttpContext.Response.Headers.Location = $"{ApiPaths.Root}/api-keys/{made.Id}";
        return TypedResults.Json(ApiKeyView.Of(made) with { Key = key }, GatewayJson.Default.ApiKeyView, statusCode: StatusCodes.Status201Created);
    }

    private static async Task<IResult> List(
        HttpRequest request, ClaimsPrincipal caller, IApiKeys keys, ApiKeyDirectory directory, CancellationToken cancellationToken)
    {
        var query = new QueryReader(request);
        var limit = query.Limit();
        var after = query.Parsed<ApiKeyId>("after", "must be the next of an earlier page");
        if (query.Problem() is { } problem)
        {
            return problem;
        }

        var configured = ConfiguredOf(caller, directory).ToList();
        var isAmongConfigured = after is { } id && configured.Any(key => key.Stored.Id == id);
        var made = isAmongConfigured ? [] : await keys.ListAsync(caller.Account(), cancellationToken);

        // Ids grow with time, so the place of a key that is gone is known too.
        var rest = made.Where(key => after is null || IsBelow(key.Id, after.Value)).Select(ApiKeyView.Of)
            .Concat(configured.Where(key => !isAmongConfigured || IsBelow(key.Stored.Id, after!.Value)).Select(ApiKeyView.OfConfigured))
            .Take(limit + 1)
            .ToList();
        var page = rest.Take(limit).ToList();
        return TypedResults.Json(new Page<ApiKeyView>(page, rest.Count > limit ? page[^1].Id : null), GatewayJson.Default.PageApiKeyView);
    }

    private static async Task<IResult> Show(
        string id, ClaimsPrincipal caller, IApiKeys keys, ApiKeyDirectory directory, CancellationToken cancellationToken)
    {
        if (ConfiguredOf(caller, directory).FirstOrDefault(key => key.Stored.Id.ToString() == id) is { } configured)
        {
            return TypedResults.Json(ApiKeyView.OfConfigured(configured), GatewayJson.Default.ApiKeyView);
        }

        var made = await keys.ListAsync(caller.Account(), cancellationToken);
        return made.FirstOrDefault(key => key.Id.ToString() == id) is { } found
            ? TypedResults.Json(ApiKeyView.Of(found), GatewayJson.Default.ApiKeyView)
            : KnownProblems.NotFound();
    }

    private static async Task<IResult> Delete(
        string id, ClaimsPrincipal caller, IApiKeys keys, ApiKeyDirectory directory, CancellationToken cancellationToken)
    {
        if (ConfiguredOf(caller, directory).Any(key => key.Stored.Id.ToString() == id))
        {
            return KnownProblems.ApiKeyConfigured();
        }

        if (!ApiKeyId.TryParse(id, null, out var key) || !await keys.RemoveAsync(caller.Account(), key, cancellationToken))
        {
            return KnownProblems.NotFound();
        }

        await directory.ReadAsync(CancellationToken.None);
        return TypedResults.NoContent();
    }

    private static IEnumerable<ApiKey> ConfiguredOf(ClaimsPrincipal caller, ApiKeyDirectory directory) =>
        directory.ConfiguredOf(caller.Account()).OrderByDescending(key => key.Stored.Id.ToString(), StringComparer.Ordinal);

    private static bool IsBelow(ApiKeyId id, ApiKeyId other) => string.CompareOrdinal(id.ToString(), other.ToString()) < 0;
}
