namespace Mogambo.Accounts;

/// <summary>One rule of the <see cref="BotKind.Rules"/> bot.</summary>
public sealed class BotRuleOptions
{
    /// <summary>Words that must stand in the text as whole words, in any case.</summary>
    public string When { get; set; } = "";

    /// <summary>The answer; <c>{{name}}</c> is the user's name, <c>{{match}}</c> the words as the user wrote them, <c>{{text}}</c> the whole text.</summary>
    public string Reply { get; set; } = "";
}
