using Mogambo.Messages;
using Mogambo.Storage.Conversations;
using Mogambo.Storage.Idempotency;
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
        // Before the version: who repeats a request that took effect hears that, whatever he knew of the conversation.
        if (commit.Idempotency is { } key && rows.UsedKeys.TryGetValue(IdempotencyRef.Of(key), out var used))
        {
            return new CommitResult.KeyUsed(used);
        }

        if (rows.Versions.GetValueOrDefault(request.Conversation) != commit.ExpectedVersion && !Failpoint.IsOn("bug.no_version_check"))
        {
            return new CommitResult.VersionConflict();
        }

        var duplicates = commit.NewMessages.Select(message => message.Key.Id).Where(rows.Duplicates.Contains).ToHashSet();
        return duplicates.Count > 0 && !Failpoint.IsOn("bug.no_unique_index") ? new CommitResult.Duplicates(duplicates) : ClaimRefusal.Of(commit, rows);
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
