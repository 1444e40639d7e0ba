using Mogambo.Bots;
using Mogambo.Messages;

namespace Mogambo.Conversations;

/// <summary>A message that the business's own bot has still to answer.</summary>
[GenerateSerializer, Immutable, Alias("mogambo.pending-turn")]
internal sealed record PendingTurn
{
    [Id(0)]
    public required TurnId Id { get; init; }

    [Id(1)]
    public required MessageId Message { get; init; }

    /// <summary>The message's own timestamp: with its id, the key of its row.</summary>
    [Id(2)]
    public required DateTimeOffset SentAt { get; init; }

    /// <summary>Calls made, counted before each, so that a message that kills its process is not asked for ever.</summary>
    [Id(3)]
    public int Calls { get; init; }

    /// <summary>A call is under way until <see cref="NextCallAt"/>; if nothing is heard by then it is lost.</summary>
    [Id(4)]
    public bool IsInCall { get; init; }

    [Id(5)]
    public DateTimeOffset NextCallAt { get; init; }
}
