namespace Mogambo.Storage.DeadLetters;

/// <summary>What a dead letter holds, which says how it is replayed.</summary>
public enum DeadLetterKind
{
    /// <summary>A whole webhook body: parsed again.</summary>
    Body = 0,

    /// <summary>One change of a webhook body, wrapped in its entry: parsed again.</summary>
    Change = 1,

    /// <summary>A bot's turn: the bot is asked again.</summary>
    Turn = 2,

    /// <summary>Changes of a conversation that its grain did not take: delivered again.</summary>
    Inbox = 3,

    /// <summary>An event that a subscriber did not take: delivered again.</summary>
    Event = 4,
}
