using System.Text.RegularExpressions;

namespace Mogambo.Faults.Scenarios;

/// <summary>What a line of the log is about, with ids and numbers left out.</summary>
internal static partial class LogCause
{
    public static string Of(string line)
    {
        var text = Changing().Replace(line, "#");
        return text.Length > 120 ? text[..120] : text;
    }

    [GeneratedRegex(@"\b(msg|trn|evt|cnv|del)_[0-9A-Za-z]+\b|\d+")]
    private static partial Regex Changing();
}
