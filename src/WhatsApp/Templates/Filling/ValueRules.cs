using Mogambo.WhatsApp.Templates.Components;

namespace Mogambo.WhatsApp.Templates.Filling;

/// <summary>What WhatsApp refuses in a text parameter (fact sheet 12.4 and 8.4: error 132018).</summary>
internal static class ValueRules
{
    public static void Check(string placeholder, string value, int limit, List<ParameterProblem> problems)
    {
        CheckLength(placeholder, value, limit, problems);
        if (value.AsSpan().ContainsAny('\n', '\r'))
        {
            problems.Add(new(placeholder, "line-break", "Take the line breaks out of the value; WhatsApp refuses them."));
        }

        if (value.Contains('\t', StringComparison.Ordinal))
        {
            problems.Add(new(placeholder, "tab", "Take the tabs out of the value; WhatsApp refuses them."));
        }

        if (value.Contains("     ", StringComparison.Ordinal))
        {
            problems.Add(new(placeholder, "spaces", "Leave at most 4 spaces in a row in the value."));
        }
    }

    /// <summary>For what nobody reads, such as a payload: only whether there is something and how long it is.</summary>
    public static void CheckLength(string placeholder, string value, int limit, List<ParameterProblem> problems)
    {
        if (string.IsNullOrWhiteSpace(value))
        {
            problems.Add(new(placeholder, "empty", "Give a value that is not empty."));
        }

        if (value.Contains('\0', StringComparison.Ordinal))
        {
            problems.Add(new(placeholder, "not-text", "Take the NUL character out of the value."));
        }

        if (limit > 0 && TemplateText.LengthOf(value) > limit)
        {
            problems.Add(new(placeholder, "too-long", $"Shorten the value to {limit} characters."));
        }
    }
}
