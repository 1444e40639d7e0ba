using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Options;

namespace Mogambo.Outbound;

/// <summary>Adds what guards the way to addresses that others choose.</summary>
public static class OutboundServices
{
    /// <summary>Needs a <see cref="TimeProvider"/>. Adding it twice changes nothing.</summary>
    public static IServiceCollection AddMogamboOutbound(this IServiceCollection services)
    {
        if (services.Any(service => service.ServiceType == typeof(GuardedConnection)))
        {
            return services;
        }

        services.AddOptions<OutboundOptions>().BindConfiguration(OutboundOptions.Section).ValidateOnStart();
        services.AddSingleton<IValidateOptions<OutboundOptions>, OutboundOptionsValidator>();
        services.TryAddSingleton<INameResolver, SystemNameResolver>();
        services.AddSingleton<GuardedConnection>();
        services.AddSingleton<OutboundUrlCheck>();
        return services;
    }
}
