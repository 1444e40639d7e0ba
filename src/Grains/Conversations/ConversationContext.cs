using System.Collections.Immutable;
using Mogambo.Accounts;
using Mogambo.Bots;
using Mogambo.Messages;
using Mogambo.OptIns;
using Mogambo.Storage.Conversations;
using Mogambo.Storage.OptIns;
using Mogambo.Storage.Templates;
using Mogambo.Templates;

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

    /// <summary>Templates that the store did not let pass, as they stand; null: there is none of that name and language.</summary>
    public ImmutableDictionary<TemplateUse, TemplateRow?> Templates { get; init; } = ImmutableDictionary<TemplateUse, TemplateRow?>.Empty;

    /// <summary>The user has not agreed to messages from these templates, as the store told.</summary>
    public ImmutableHashSet<TemplateUse> NotOptedIn { get; init; } = [];

    /// <summary>Where the user stands, if the store told.</summary>
    public OptInState? OptIn { get; init; }

    /// <summary>The portfolio has no room for another user before, as the store told.</summary>
    public DateTimeOffset? PortfolioFullUntil { get; init; }

    /// <summary>The last restore of the database: what is from before was probably answered, or sent, by what the backup does not know.</summary>
    public DateTimeOffset RestoredAt { get; init; }

    /// <summary>Words by which users opt out and in.</summary>
    public OptInWords Words { get; init; } = OptInWords.BuiltIn;

    /// <summary>This process may begin sends and calls to bots; it may not when it stops, and another one does.</summary>
    public bool MayBegin { get; init; } = true;

    /// <summary>
    /// Whether the number has room for one message of this conversation now. Asked only where everything else allows the claim; all
    /// decisions of a turn share one answer.
    /// </summary>
    public Func<bool> TakesNumber { get; init; } = () => true;

    /// <summary>What a message of a category is expected to cost now; null if no rate is known.</summary>
    public Func<string, MessagePrice?> Estimate { get; init; } = _ => null;

    /// <summary>Whether this process still works on an attempt.</summary>
    public Func<AttemptId, bool> IsBeingSent { get; init; } = _ => false;

    /// <summary>Whether this process began an attempt and cannot say what became of it, yet or ever.</summary>
    public Func<AttemptId, bool> MayHaveLeft { get; init; } = _ => true;

    /// <summary>Whether this process still waits for the bot's answer to a turn.</summary>
    public Func<TurnId, bool> IsBeingAsked { get; init; } = _ => false;

    /// <summary>What the store told when it refused a claim is known to the next decision, which therefore is another one.</summary>
    public ConversationContext Knowing(CommitResult.ClaimRefused refused) => this with
    {
        Parked = refused.Parked ?? Parked,
        Taken = Taken.SetItems(refused.Taken),
        Templates = Templates.SetItems(refused.Templates),
        OptIn = refused.OptIn ?? OptIn,
        NotOptedIn = NotOptedIn.Union(refused.NotOptedIn),
        PortfolioFullUntil = refused.PortfolioFullUntil ?? PortfolioFullUntil,
    };
}
