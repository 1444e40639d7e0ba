using Microsoft.Extensions.Options;
using Mogambo.Storage;

namespace Mogambo.App;

/// <summary>A setting that is wrong stops the start with a sentence, not with a stack trace.</summary>
internal static class StartupErrors
{
    private const int WrongSetting = 2;

    public static async Task<int> ReportAsync(Func<Task> run)
    {
        try
        {
            await run();
            return 0;
        }
        catch (OptionsValidationException e)
        {
            return Say([.. e.Failures]);
        }
        catch (Exception e) when (e is InvalidSettingException or StorageStartupException)
        {
            return Say(e.Message);
        }
        catch (IOException e) when (e.InnerException is Microsoft.AspNetCore.Connections.AddressInUseException)
        {
            return Say($"ASPNETCORE_URLS: {e.InnerException.Message.TrimEnd('.')}: stop the program that uses it, or set another address.");
        }
    }

    private static int Say(params string[] sentences)
    {
        foreach (var sentence in sentences)
        {
            Console.Error.WriteLine($"Mogambo cannot start. {sentence}");
        }

        return WrongSetting;
    }
}
