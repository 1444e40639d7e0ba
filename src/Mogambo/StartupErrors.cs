using Microsoft.Extensions.Options;
using Mogambo.Silo;
using Mogambo.Storage;
using Orleans.Runtime.MembershipService;

namespace Mogambo.App;

/// <summary>A setting that is wrong stops the start with a sentence, not with a stack trace.</summary>
internal static class StartupErrors
{
    private const int WrongSetting = 2;

    private static volatile bool s_started;

    /// <summary>Until the host runs, what stops it is said here and not by the host, which would add a stack trace.</summary>
    public static void KeepHostQuietUntilStarted(this WebApplicationBuilder builder) =>
        builder.Logging.AddFilter("Microsoft.Extensions.Hosting.Internal.Host", level => s_started && level >= LogLevel.Warning);

    public static void NoteStart(this WebApplication app) => app.Lifetime.ApplicationStarted.Register(() => s_started = true);

    public static async Task<int> ReportAsync(Func<Task> run)
    {
        try
        {
            await run();
            return 0;
        }
        catch (OptionsValidationException e)
        {
            return Say([.. e.Failures.Select(failure => Named(failure, e.OptionsType))]);
        }
        catch (Exception e) when (e is InvalidSettingException or StorageStartupException or ClusterStartupException)
        {
            return Say(e.Message);
        }
        catch (InvalidOperationException e) when (e.Message.StartsWith("Failed to convert configuration value", StringComparison.Ordinal))
        {
            return Say(e.Message);
        }
        catch (OrleansClusterConnectivityCheckFailedException e)
        {
            return Say($"Mogambo:Cluster:AdvertisedAddress: the silos of the cluster and this one do not reach each other ({e.Message.TrimEnd('.')}).");
        }
        catch (IOException e) when (e.InnerException is Microsoft.AspNetCore.Connections.AddressInUseException)
        {
            return Say($"ASPNETCORE_URLS: {e.InnerException.Message.TrimEnd('.')}: stop the program that uses it, or set another address.");
        }
    }

    /// <summary>Checks that know only the property get the section that it stands in.</summary>
    private static string Named(string failure, Type options) =>
        failure.StartsWith("Mogambo:", StringComparison.Ordinal) || options.GetField("Section")?.GetRawConstantValue() is not string section
            ? failure
            : $"{section}:{failure}";

    private static int Say(params string[] sentences)
    {
        foreach (var sentence in sentences)
        {
            Console.Error.WriteLine($"Mogambo cannot start. {sentence}");
        }

        return WrongSetting;
    }
}
