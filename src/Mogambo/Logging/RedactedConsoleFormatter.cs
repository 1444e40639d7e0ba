using System.Globalization;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Logging.Console;

namespace Mogambo.App.Logging;

/// <summary>One line an event: time, level, category, message, and the exception without line breaks; no user's number in any of it.</summary>
internal sealed class RedactedConsoleFormatter(TimeProvider time) : ConsoleFormatter(Name)
{
    public new const string Name = "redacted";

    public override void Write<TState>(in LogEntry<TState> logEntry, IExternalScopeProvider? scopeProvider, TextWriter textWriter)
    {
        var message = logEntry.Formatter(logEntry.State, logEntry.Exception);
        var line = logEntry.Exception is null ? message : $"{message} {logEntry.Exception}";
        textWriter.Write(time.GetUtcNow().ToString("HH:mm:ss.fff ", CultureInfo.InvariantCulture));
        textWriter.Write(LevelOf(logEntry.LogLevel));
        textWriter.Write(logEntry.Category);
        textWriter.Write(": ");
        textWriter.WriteLine(UserRedactor.Redact(line).ReplaceLineEndings(" "));
    }

    private static string LevelOf(LogLevel level) => level switch
    {
        LogLevel.Critical => "crit ",
        LogLevel.Error => "fail ",
        LogLevel.Warning => "warn ",
        LogLevel.Information => "info ",
        _ => "dbug ",
    };
}
