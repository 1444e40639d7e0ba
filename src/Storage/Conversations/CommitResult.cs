using Mogambo.Messages;

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

    /// <summary>
    /// A claim may not be made: nothing was written. Either the number is parked, or an earlier attempt of these messages was taken by the
    /// instance after all (their ranks are given).
    /// </summary>
    public sealed record ClaimRefused(NumberPark? Parked, IReadOnlyDictionary<MessageId, int> Taken) : CommitResult;
}
