using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Options;

namespace Mogambo.Accounts;

/// <summary>Adds the configured accounts.</summary>
public static class AccountServices
{
    /// <summary>
    /// Binds <see cref="MogamboOptions"/> to the section <c>Mogambo</c>, has it checked before the host starts, and adds the
    /// <see cref="AccountDirectory"/> built from it. Adding it twice changes nothing.
    /// </summary>
    public static IServiceCollection AddMogamboAccounts(this IServiceCollection services, IConfiguration configuration)
    {
        if (services.Any(service => service.ServiceType == typeof(AccountDirectory)))
        {
            return services;
        }

        services.AddOptions<MogamboOptions>().Configure(options => AccountBinding.Bind(configuration, options)).ValidateOnStart();
        services.TryAddEnumerable(ServiceDescriptor.Singleton<IValidateOptions<MogamboOptions>, MogamboOptionsValidator>());
        services.AddSingleton(provider => new AccountDirectory(provider.GetRequiredService<IOptions<MogamboOptions>>().Value.Accounts));
        return services;
    }
}
