using System.Collections.Immutable;
using Mogambo.Accounts;
using Mogambo.Bots;
using Mogambo.Messages;
using Mogambo.Storage.Conversations;

namespace Mogambo.Conversations;

/// <summary>What the rules are told of the world for one turn.</summary>
internal sealed record ConversationContext
{
    public required ConversationId Id { get; init; }

    public required BusinessNumber Number { get; init; }

    public required DateTimeOffset Now { get; init; }

    /// <summary>This run of this process; a claim bears it.</summary>
    public required Guid Process { get; init; }

    /// <summary>The bot that answers within the turn, if the account has one of that kind.</summary>
    public IInlineBot? InlineBot { get; init; }

    /// <summary>The business's own bot is asked by HTTP, outside the turn.</summary>
    public bool AsksBot { get; init; }

    /// <summary>Inbound messages that the store has already, as a refused commit told.</summary>
    public ImmutableHashSet<MessageId> Stored { get; init; } = [];

    /// <summary>The store refused a claim because the number is parked.</summary>
    public NumberPark? Parked { get; init; }

    /// <summary>Messages whose claim the store refused because the instance has taken an earlier attempt, with their ranks.</summary>
    public ImmutableDictionary<MessageId, int> Taken { get; init; } = ImmutableDictionary<MessageId, int>.Empty;

    /// <summary>Whether this process still works on an attempt.</summary>
    public Func<AttemptId, bool> IsBeingSent { get; init; } = _ => false;

    /// <summary>Whether this process began an attempt and cannot say what became of it, yet or ever.</summary>
    public Func<AttemptId, bool> MayHaveLeft { get; init; } = _ => true;

    /// <summary>Whether this process still waits for the bot's answer to a turn.</summary>
    public Func<TurnId, bool> IsBeingAsked { get; init; } = _ => false;
}
