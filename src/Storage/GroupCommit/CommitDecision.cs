using Mogambo.Messages;
using Mogambo.Storage.Conversations;
using Mogambo.Storage.Messages;

namespace Mogambo.Storage.GroupCommit;

/// <summary>Whether a commit may be written. The same rules for every database.</summary>
internal static class CommitDecision
{
    public static bool Claims(ConversationCommit commit) =>
        commit.NewMessages.Any(message => message.IsClaim) || commit.Changes.Any(change => change.IsClaim);

    /// <summary>Why nothing of it may be written; null if all of it may.</summary>
    public static CommitResult? Refuse(CommitRequest request, LockedRows rows)
    {
        var commit = request.Commit;
        if (rows.Versions.GetValueOrDefault(request.Conversation) != commit.ExpectedVersion)
        {
            return new CommitResult.VersionConflict();
        }

        var duplicates = commit.NewMessages.Select(message => message.Key.Id).Where(rows.Duplicates.Contains).ToHashSet();
        if (duplicates.Count > 0)
        {
            return new CommitResult.Duplicates(duplicates);
        }

        var taken = commit.Changes
            .Where(change => change.IsClaim && rows.Messages.TryGetValue(change.Id, out var row) && MessageRank.IsTaken(row.Rank))
            .ToDictionary(change => change.Id, change => rows.Messages[change.Id].Rank);
        var parked = Claims(commit) ? rows.Parks.GetValueOrDefault(commit.Id.Number.Value) : null;
        return parked is not null || taken.Count > 0 ? new CommitResult.ClaimRefused { Parked = parked, Taken = taken } : null;
    }

    /// <param name="rows">The rows as they are after this commit.</param>
    public static CommitResult.Committed Committed(CommitRequest request, LockedRows rows) => new(request.Commit.Changes
        .Where(change => rows.Messages.ContainsKey(change.Id))
        .ToDictionary(change => change.Id, change => rows.Messages[change.Id].Rank));

    /// <summary>
    /// What a change raises a row to. Without a status only a claim raises it: a message that is queued for its next attempt must still
    /// show that the one before was taken after all.
    /// </summary>
    public static int RankOf(MessageChange change) =>
        change.IsClaim || change.Status != MessageStatus.None ? MessageRank.Of(change.Attempt, change.Status) : 0;

    public static int RankOf(NewMessage message) => message.IsClaim ? MessageRank.Of(message.Attempt, MessageStatus.None) : 0;
}
