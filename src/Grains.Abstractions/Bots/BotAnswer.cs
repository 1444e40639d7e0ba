using Mogambo.Messages;

namespace Mogambo.Bots;

/// <summary>How one turn of a bot ended.</summary>
[GenerateSerializer, Immutable, Alias("mogambo.bot-answer")]
public abstract record BotAnswer
{
    private BotAnswer()
    {
    }

    /// <summary>The bot answered; no replies is an answer too.</summary>
    [GenerateSerializer, Immutable, Alias("mogambo.bot-answer.replied")]
    public sealed record Replied([property: Id(0)] IReadOnlyList<OutboundContent> Replies) : BotAnswer
    {
        public static readonly Replied Nothing = new([]);

        /// <summary>What the bot wants back with the next message, JSON bytes, at most 4 KiB; null leaves it as it is.</summary>
        [Id(1)]
        public byte[]? Context { get; init; }

        /// <summary>The bot hands the conversation to a person: it is not asked again until a person gives it back.</summary>
        [Id(2)]
        public bool HandsToHuman { get; init; }
    }

    /// <summary>The bot did not answer as agreed; it is asked again with the same turn id.</summary>
    [GenerateSerializer, Immutable, Alias("mogambo.bot-answer.failed")]
    public sealed record Failed([property: Id(0)] string Reason) : BotAnswer;
}
