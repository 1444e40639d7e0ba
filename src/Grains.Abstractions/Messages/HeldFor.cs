namespace Mogambo.Messages;

/// <summary>What a queued message waits for.</summary>
[GenerateSerializer, Alias("mogambo.held-for")]
public enum HeldFor
{
    Nothing = 0,
    Template = 1,
    Number = 2,
    Pair = 3,
    Portfolio = 4,
    User = 5,
}
