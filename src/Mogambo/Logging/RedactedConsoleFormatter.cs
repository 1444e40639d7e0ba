using System.Globalization;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Logging.Console;

namespace Mogambo.App.Logging;

/// <summary>One line an event: time, level, category, message, and the exception without line breaks; no user's number in any of it.</summary>
internal sealed class RedactedConsoleFormatter(TimeProvider time) : ConsoleFormatter(Name)
{
    public new const string Name = "redacted";

    /// <summary>An exception of a library may be pages long; its beginning tells what it is.</summary>
    private const int MaxLength = 4_000;

    private readonly Repetition _repetition = new(time);

    public override void Write<TState>(in LogEntry<TState> logEntry, IExternalScopeProvider? scopeProvider, TextWriter textWriter)
    {
        if (_repetition.Count(logEntry.LogLevel, logEntry.Category, logEntry.EventId, logEntry.Exception?.GetType()) is not { } leftOut)
        {
            return;
        }

        var message = logEntry.Formatter(logEntry.State, logEntry.Exception);
        var line = logEntry.Exception is null ? message : $"{message} {logEntry.Exception}";
        textWriter.Write(time.GetUtcNow().ToString("HH:mm:ss.fff ", CultureInfo.InvariantCulture));
        textWriter.Write(LevelOf(logEntry.LogLevel));
        textWriter.Write(logEntry.Category);
        textWriter.Write(": ");
        if (leftOut > 0)
        {
            textWriter.Write(string.Create(CultureInfo.InvariantCulture, $"({leftOut} more of these were left out) "));
        }

        textWriter.WriteLine(OneLine(UserRedactor.Redact(line)));
    }

    // Nothing that came from outside starts a line of its own or moves a terminal's cursor.
    private static string OneLine(string text) => string.Create(Math.Min(text.Length, MaxLength), text, (line, source) =>
    {
        for (var i = 0; i < line.Length; i++)
        {
            line[i] = char.IsControl(source[i]) || source[i] is '\u2028' or '\u2029' ? ' ' : source[i];
        }
    });

    private static string LevelOf(LogLevel level) => level switch
    {
        LogLevel.Critical => "crit ",
        LogLevel.Error => "fail ",
        LogLevel.Warning => "warn ",
        LogLevel.Information => "info ",
        _ => "dbug ",
    };
}
