using System.Collections.ObjectModel;
using Mogambo.Messages;
using Mogambo.Storage.Conversations;
using Mogambo.Storage.Idempotency;
using Mogambo.Storage.Messages;

namespace Mogambo.Storage.GroupCommit;

/// <summary>Whether a commit may be written. The same rules for every database.</summary>
internal static class CommitDecision
{
    private static readonly CommitResult.Committed s_unranked = new(ReadOnlyDictionary<MessageId, int>.Empty);

    public static bool Claims(ConversationCommit commit)
    {
        foreach (var message in commit.NewMessages)
        {
            if (message.IsClaim)
            {
                return true;
            }
        }

        foreach (var change in commit.Changes)
        {
            if (change.IsClaim)
            {
                return true;
            }
        }

        return false;
    }

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

        if (rows.Duplicates.Count > 0)
        {
            var duplicates = commit.NewMessages.Select(message => message.Key.Id).Where(rows.Duplicates.Contains).ToHashSet();
            if (duplicates.Count > 0 && !Failpoint.IsOn("bug.no_unique_index"))
            {
                return new CommitResult.Duplicates(duplicates);
            }
        }

        return ClaimRefusal.Of(commit, rows);
    }

    /// <param name="rows">The rows as they are after this commit.</param>
    public static CommitResult.Committed Committed(CommitRequest request, LockedRows rows)
    {
        if (request.Commit.Changes.Count == 0)
        {
            return s_unranked;
        }

        Dictionary<MessageId, int> ranks = new(request.Commit.Changes.Count);
        foreach (var change in request.Commit.Changes)
        {
            if (rows.Messages.TryGetValue(change.Id, out var row))
            {
                ranks.Add(change.Id, row.Rank);
            }
        }

        return new(ranks);
    }

    /// <summary>
    /// What a change raises a row to. Without a status only a claim raises it: a message that is queued for its next attempt must still
    /// show that the one before was taken after all.
    /// </summary>
    public static int RankOf(MessageChange change) =>
        change.IsClaim || change.Status != MessageStatus.None ? MessageRank.Of(change.Attempt, change.Status) : 0;

    public static int RankOf(NewMessage message) => message.IsClaim ? MessageRank.Of(message.Attempt, MessageStatus.None) : 0;
}
