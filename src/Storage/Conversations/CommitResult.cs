using System.Collections.ObjectModel;
using Mogambo.Messages;
using Mogambo.Storage.Idempotency;
using Mogambo.Storage.OptIns;
using Mogambo.Storage.Templates;
using Mogambo.Templates;

namespace Mogambo.Storage.Conversations;

/// <summary>How a commit ended.</summary>
public abstract record CommitResult
{
    private CommitResult()
    {
    }

    /// <summary>On disk. <paramref name="Ranks"/> holds the rank each changed row now has, which a status may have raised already.</summary>
    public sealed record Committed(IReadOnlyDictionary<MessageId, int> Ranks) : CommitResult;

    /// <summary>Another activation wrote since: nothing was written, the caller's memory is stale.</summary>
    public sealed record VersionConflict : CommitResult;

    /// <summary>These new inbound messages are stored already: nothing was written.</summary>
    public sealed record Duplicates(IReadOnlySet<MessageId> Messages) : CommitResult;

    /// <summary>The caller's key is stored already: nothing was written.</summary>
    public sealed record KeyUsed(IdempotencyKey Stored) : CommitResult;

    /// <summary>
    /// A message may not be claimed, or a new one not even be queued: nothing was written. What stands in the way, all of it that is known.
    /// </summary>
    public sealed record ClaimRefused : CommitResult
    {
        /// <summary>The number can send nothing.</summary>
        public NumberPark? Parked { get; init; }

        /// <summary>An earlier attempt of these messages was taken by the instance after all; their ranks.</summary>
        public IReadOnlyDictionary<MessageId, int> Taken { get; init; } = ReadOnlyDictionary<MessageId, int>.Empty;

        /// <summary>Templates that may not be sent now, or ask for other parameters than the message has; null: there is none of that name and language.</summary>
        public IReadOnlyDictionary<TemplateUse, TemplateRow?> Templates { get; init; } = ReadOnlyDictionary<TemplateUse, TemplateRow?>.Empty;

        /// <summary>The user's opt-in does not allow the messages that are made from these templates; where the user stands.</summary>
        public OptInState? OptIn { get; init; }

        /// <summary>See <see cref="OptIn"/>.</summary>
        public IReadOnlySet<TemplateUse> NotOptedIn { get; init; } = ReadOnlySet<TemplateUse>.Empty;

        /// <summary>The portfolio has reached its users per 24 h; when there is room again.</summary>
        public DateTimeOffset? PortfolioFullUntil { get; init; }
    }
}
