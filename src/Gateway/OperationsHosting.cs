using Microsoft.AspNetCore.Server.Kestrel.Core;
using Mogambo.Gateway.Health;

namespace Mogambo.Gateway;

/// <summary>What every process tells about itself over HTTP. A gateway has it; a silo of its own serves nothing else.</summary>
public static class OperationsHosting
{
    /// <summary>Adds it to a host without a gateway. Storage and a <see cref="TimeProvider"/> must be registered too.</summary>
    public static IServiceCollection AddMogamboOperations(this IServiceCollection services)
    {
        services.Configure<KestrelServerOptions>(kestrel => kestrel.AddServerHeader = false);
        services.AddSingleton<IReadinessCheck, DatabaseCheck>();
        return services;
    }

    /// <summary>Maps <c>/health/live</c> and <c>/health/ready</c>, open to everybody who can reach the port.</summary>
    public static IEndpointRouteBuilder MapMogamboOperations(this IEndpointRouteBuilder routes)
    {
        routes.MapHealth();
        return routes;
    }
}
