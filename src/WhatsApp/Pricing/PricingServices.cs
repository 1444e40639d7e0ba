using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Options;

namespace Mogambo.WhatsApp.Pricing;

/// <summary>Adds the rate card.</summary>
public static class PricingServices
{
    /// <summary>
    /// Adds the <see cref="RateCard"/> that <c>Mogambo:RateCard</c> names; a file that cannot be read stops the start with a sentence that
    /// names setting, line and reason. Adding it twice changes nothing.
    /// </summary>
    public static IServiceCollection AddRateCard(this IServiceCollection services, IConfiguration configuration)
    {
        if (services.Any(service => service.ServiceType == typeof(RateCard)))
        {
            return services;
        }

        services.AddOptions<PricingOptions>()
            .Configure(options => options.RateCard = configuration[$"{PricingOptions.Section}:{nameof(PricingOptions.RateCard)}"])
            .ValidateOnStart();
        services.TryAddEnumerable(ServiceDescriptor.Singleton<IValidateOptions<PricingOptions>, PricingOptionsValidator>());
        services.AddSingleton(provider => RateCardFile.Load(provider.GetRequiredService<IOptions<PricingOptions>>().Value, out _));
        return services;
    }
}
