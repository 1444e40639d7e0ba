using Mogambo.Gateway.Problems;

namespace Mogambo.Gateway.Authentication;

/// <summary>Refuses API requests that carry a key in the address, where logs and proxies keep it, before anything else looks at them.</summary>
internal sealed class KeyInQueryRefusal(RequestDelegate next)
{
    private static readonly string[] Parameters = ["api_key", "apikey", "access_token", "key", "token"];

    public Task InvokeAsync(HttpContext context)
    {
        if (!context.Request.QueryString.HasValue || !ApiPaths.IsApi(context.Request.Path))
        {
            return next(context);
        }

        var parameter = Array.Find(Parameters, context.Request.Query.ContainsKey);
        return parameter is null ? next(context) : KnownProblems.KeyInQuery(parameter).ExecuteAsync(context);
    }
}
