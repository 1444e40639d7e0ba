using System.Collections.Immutable;
using System.Text.RegularExpressions;
using Mogambo.Accounts;
using Mogambo.Messages;

namespace Mogambo.Bots;

/// <summary>
/// Whole-word rules from configuration, tried in order, case ignored. Placeholders are filled in one pass: nothing in what a user wrote is
/// ever read as a placeholder.
/// </summary>
internal sealed partial class RulesBot : IInlineBot
{
    private readonly ImmutableArray<(string When, string Reply)> _rules;
    private readonly string? _otherwise;

    public RulesBot(BotOptions options)
    {
        _rules = [.. options.Rules.Select(rule => (OneLine(rule.When), rule.Reply))];
        _otherwise = string.IsNullOrEmpty(options.Otherwise) ? null : options.Otherwise;
    }

    public BotAnswer.Replied Answer(InboundMessage message)
    {
        if (message.Text is not { Length: > 0 } text)
        {
            return BotAnswer.Replied.Nothing;
        }

        var line = OneLine(text);
        foreach (var (when, reply) in _rules)
        {
            if (FindWords(line, when) is { } at)
            {
                return Reply(reply, message, line.Substring(at, when.Length));
            }
        }

        return _otherwise is null ? BotAnswer.Replied.Nothing : Reply(_otherwise, message, match: "");
    }

    private static BotAnswer.Replied Reply(string reply, InboundMessage message, string match)
    {
        var body = Placeholder().Replace(reply, placeholder => placeholder.ValueSpan switch
        {
            "{{name}}" => string.IsNullOrWhiteSpace(message.Name) ? "there" : message.Name,
            "{{match}}" => match,
            _ => message.Text!,
        });
        return body.Length == 0 ? BotAnswer.Replied.Nothing : new([TextContent.Of(body)]);
    }

    /// <summary>Where the words stand with no letter or digit on either side.</summary>
    private static int? FindWords(string text, string words)
    {
        for (var at = text.IndexOf(words, StringComparison.OrdinalIgnoreCase);
             at >= 0;
             at = text.IndexOf(words, at + 1, StringComparison.OrdinalIgnoreCase))
        {
            var end = at + words.Length;
            if ((at == 0 || !char.IsLetterOrDigit(text[at - 1])) && (end == text.Length || !char.IsLetterOrDigit(text[end])))
            {
                return at;
            }
        }

        return null;
    }

    private static string OneLine(string text) => string.Join(' ', text.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries));

    [GeneratedRegex(@"\{\{(name|match|text)\}\}", RegexOptions.CultureInvariant)]
    private static partial Regex Placeholder();
}
