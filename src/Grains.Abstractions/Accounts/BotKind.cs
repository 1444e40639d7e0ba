namespace Mogambo.Accounts;

/// <summary>The kinds of bots.</summary>
public enum BotKind
{
    /// <summary>Nobody: messages are kept for people.</summary>
    None,

    /// <summary>Answers <c>echo </c> and the text; other types get no answer.</summary>
    Echo,

    /// <summary>Whole-word rules from configuration.</summary>
    Rules,

    /// <summary>The business's own service.</summary>
    Http,
}
