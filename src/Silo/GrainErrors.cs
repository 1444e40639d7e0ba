using Microsoft.Extensions.DependencyInjection;
using Orleans.Serialization;

namespace Mogambo.Silo;

/// <summary>What a caller in another process learns of a grain's fault.</summary>
internal static class GrainErrors
{
    /// <summary>
    /// Faults cross processes as what they are, causes included. By default only those of the framework do, and a database that is away would
    /// reach a gateway apart as an unknown fault: 500 instead of 503.
    /// </summary>
    public static IServiceCollection PassGrainErrors(this IServiceCollection services) =>
        services.Configure<ExceptionSerializationOptions>(options => options.SupportedExceptionTypeFilter = static _ => true);
}
