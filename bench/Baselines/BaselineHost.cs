using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;

namespace Mogambo.Bench.Baselines;

/// <summary>The web host of the baselines: Kestrel without logs, one function that answers everything.</summary>
internal static class BaselineHost
{
    public static Task RunAsync(Uri url, RequestDelegate serve)
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        var app = builder.Build();
        app.Urls.Add(url.ToString().TrimEnd('/'));
        app.Run(serve);
        return app.RunAsync();
    }
}
