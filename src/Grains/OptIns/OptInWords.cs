using System.Collections.Frozen;
using Mogambo.Accounts;
using Mogambo.Messages;

namespace Mogambo.OptIns;

/// <summary>
/// Words by which a user opts out and in, if they are the whole of what the user wrote or of the quick-reply button the user tapped
/// (contract section 4). A caption or the choice from a bot's menu is none.
/// </summary>
internal sealed class OptInWords
{
    public static readonly OptInWords BuiltIn = new(BuiltInWords.Stop, BuiltInWords.Start);

    private readonly FrozenDictionary<string, OptInAction> _actions;

    private OptInWords(IEnumerable<string> stop, IEnumerable<string> start)
    {
        var actions = new Dictionary<string, OptInAction>();
        Add(actions, start, OptInAction.OptedIn);
        // A word that is in both lists opts out.
        Add(actions, stop, OptInAction.OptedOut);
        _actions = actions.ToFrozenDictionary();
    }

    /// <summary>The account's words; a list it does not give is the built-in one.</summary>
    public static OptInWords Of(OptInWordsOptions options) => options is { Stop.Count: 0, Start.Count: 0 }
        ? BuiltIn
        : new(options.Stop.Count > 0 ? options.Stop : BuiltInWords.Stop, options.Start.Count > 0 ? options.Start : BuiltInWords.Start);

    /// <returns>Null if the message is not such a word.</returns>
    public OptInAction? ActionOf(InboundMessage message) =>
        message is { Type: "text" or "button", Text: { Length: > 0 and <= FoldedText.MaxLength } text }
        && _actions.TryGetValue(FoldedText.Of(text), out var action)
            ? action
            : null;

    private static void Add(Dictionary<string, OptInAction> actions, IEnumerable<string> words, OptInAction action)
    {
        foreach (var word in words.Select(FoldedText.Of).Where(word => word.Length > 0))
        {
            actions[word] = action;
        }
    }
}
