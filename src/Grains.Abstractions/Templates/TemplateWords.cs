using System.Buffers;

namespace Mogambo.Templates;

/// <summary>WhatsApp's words for templates; read in any case (fact sheet 6.1), statuses shown in lower case, categories in upper.</summary>
public static class TemplateWords
{
    private const int MaxNameLength = 512;

    private static readonly SearchValues<char> s_nameCharacters = SearchValues.Create("abcdefghijklmnopqrstuvwxyz0123456789_");

    private static readonly string[] s_statuses =
    [
        "draft", "pending", "approved", "rejected", "paused", "disabled", "in_appeal", "archived", "pending_deletion", "deleted", "limit_exceeded",
    ];

    private static readonly string[] s_categories = ["UTILITY", "MARKETING", "AUTHENTICATION"];

    public static IReadOnlyCollection<string> Statuses => s_statuses;

    public static IReadOnlyCollection<string> Categories => s_categories;

    public static string Of(TemplateStatus status) => s_statuses[(int)status];

    public static string Of(TemplateCategory category) => s_categories[(int)category];

    public static TemplateStatus? Status(string? word) => IndexOf(s_statuses, word) is var index and >= 0 ? (TemplateStatus)index : null;

    public static TemplateCategory? Category(string? word) => IndexOf(s_categories, word) is var index and >= 0 ? (TemplateCategory)index : null;

    /// <summary>Fact sheet 12.3.</summary>
    public static bool IsName(string? text) =>
        text is { Length: > 0 and <= MaxNameLength } && !text.AsSpan().ContainsAnyExcept(s_nameCharacters);

    private static int IndexOf(string[] words, string? word) => Array.FindIndex(words, known => known.Equals(word, StringComparison.OrdinalIgnoreCase));
}
