using Microsoft.AspNetCore.Hosting;
using Mogambo.Gateway.Authentication;
using Mogambo.Gateway.Problems;

namespace Mogambo.Gateway;

/// <summary>What stands before routing for every request: headers, problems for whatever goes wrong behind, no keys in addresses.</summary>
internal sealed class GatewayPipeline : IStartupFilter
{
    public Action<IApplicationBuilder> Configure(Action<IApplicationBuilder> next) => app =>
    {
        app.UseMiddleware<SecurityHeaders>();
        app.UseMiddleware<ProblemMiddleware>();
        app.UseMiddleware<KeyInQueryRefusal>();
        next(app);
    };
}
