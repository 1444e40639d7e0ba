using Mogambo.Storage.Conversations;

namespace Mogambo.Storage.GroupCommit;

/// <summary>
/// What of a batch is written: decided between locking the rows it depends on and writing, so the same for every database. Sets the
/// results of commits and statuses; the statuses of a batch come after its commits.
/// </summary>
internal sealed class BatchDecision
{
    public BatchDecision(WriteBatch batch, LockedRows rows)
    {
        foreach (var request in batch.Commits)
        {
            if (CommitDecision.Refuse(request, rows) is { } refusal)
            {
                request.Result = refusal;
                continue;
            }

            Allowed.Add(request);
            Apply(request.Commit, rows);
            request.Result = CommitDecision.Committed(request, rows);
        }

        foreach (var merge in batch.Statuses)
        {
            var row = rows.Messages.GetValueOrDefault(merge.Key.Id);
            row = row?.Number == merge.Number ? row : null;
            merge.SetResults(row);
            if (row is not null)
            {
                Found.Add(merge);
            }
        }
    }

    /// <summary>The commits that nothing refuses.</summary>
    public List<CommitRequest> Allowed { get; } = [];

    /// <summary>The statuses that found their row.</summary>
    public List<StatusMerge> Found { get; } = [];

    // A status that comes in the same batch as a turn that gives up on the answer must find the message unknown, or nobody tells the conversation.
    private static void Apply(ConversationCommit commit, LockedRows rows)
    {
        foreach (var change in commit.Changes)
        {
            if (rows.Messages.TryGetValue(change.Id, out var row))
            {
                rows.Messages[change.Id] = row with { Rank = Math.Max(row.Rank, CommitDecision.RankOf(change)), Phase = change.Phase };
            }
        }
    }
}
