namespace Mogambo.Subscriptions;

/// <summary>Which events a subscription wants: exact types, <c>prefix.*</c>, or <c>*</c> for all.</summary>
public static class EventPatterns
{
    public const string All = "*";

    private const string Suffix = ".*";

    public static bool Match(IReadOnlyList<string> patterns, string type) => patterns.Any(pattern => Matches(pattern, type));

    /// <summary>Whether a pattern can ever match: a misspelt one would keep a subscriber waiting for nothing.</summary>
    public static bool IsKnown(string pattern, IReadOnlyList<string> types) => types.Any(type => Matches(pattern, type));

    private static bool Matches(string pattern, string type) =>
        pattern == All
        || pattern == type
        || (pattern.EndsWith(Suffix, StringComparison.Ordinal) && pattern.Length > Suffix.Length && type.StartsWith(pattern[..^1], StringComparison.Ordinal));
}
