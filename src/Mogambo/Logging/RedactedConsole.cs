namespace Mogambo.App.Logging;

/// <summary>The console log of the process.</summary>
internal static class RedactedConsole
{
    public static void AddRedactedConsole(this ILoggingBuilder logging)
    {
        logging.ClearProviders();
        logging.AddConsole(console => console.FormatterName = RedactedConsoleFormatter.Name);
        logging.AddConsoleFormatter<RedactedConsoleFormatter, Microsoft.Extensions.Logging.Console.ConsoleFormatterOptions>();
    }
}
