using Mogambo.Storage.Conversations;
using Mogambo.Storage.Events;
using Mogambo.Storage.OptIns;

namespace Mogambo.Storage.GroupCommit;

/// <summary>
/// What of a batch is written: decided between locking the rows it depends on and writing, so the same for every database. Sets the
/// results of its requests. What stops claims comes first (templates, opt-ins), then commits, then statuses, each seeing what was decided
/// before it.
/// </summary>
internal sealed class BatchDecision
{
    public BatchDecision(WriteBatch batch, LockedRows rows, EventFeeds feeds, DateTimeOffset now)
        : this(rows, feeds, now)
    {
        DecideTemplates(batch);
        DecideOptIns(batch);
        // A claim in the same transaction as an opt-out must see it.
        foreach (var request in batch.Commits.OrderBy(request => request.Commit.OptIns.Count == 0))
        {
            Decide(request);
        }

        foreach (var merge in batch.Statuses)
        {
            Decide(merge);
        }

        batch.NewEvents.ForEach(Events.Add);
    }

    private BatchDecision(LockedRows rows, EventFeeds feeds, DateTimeOffset now) => (Rows, Events, Now) = (rows, new BatchEvents(feeds, now), now);

    /// <summary>What is written of a plain batch if nothing stands in its way; sets no results.</summary>
    public static BatchDecision Expected(WriteBatch batch, DateTimeOffset now) =>
        new(new LockedRows(), new EventFeeds(), now) { Allowed = [.. batch.Commits], Found = [.. batch.Statuses] };

    /// <summary>Sets the results of a plain batch that was written: nothing refused it.</summary>
    /// <param name="rows">Its messages.</param>
    public static void SetResults(WriteBatch batch, LockedRows rows, DateTimeOffset now)
    {
        var decision = new BatchDecision(rows, new EventFeeds(), now);
        foreach (var request in batch.Commits)
        {
            decision.Allow(request);
        }

        foreach (var merge in batch.Statuses)
        {
            decision.Decide(merge);
        }
    }

    public LockedRows Rows { get; }

    public BatchEvents Events { get; }

    public DateTimeOffset Now { get; }

    /// <summary>The commits that nothing refuses.</summary>
    public List<CommitRequest> Allowed { get; private init; } = [];

    /// <summary>The statuses that found their row.</summary>
    public List<StatusMerge> Found { get; private init; } = [];

    private void DecideTemplates(WriteBatch batch)
    {
        foreach (var request in batch.Publications)
        {
            request.Result = Rows.Templates.Publish(request);
            if (request.Result)
            {
                request.Events.ToList().ForEach(Events.Add);
            }
        }

        foreach (var request in batch.TemplateRemovals)
        {
            request.Result = Rows.Templates.Remove(request);
        }
    }

    private void DecideOptIns(WriteBatch batch)
    {
        foreach (var request in batch.OptInRecords)
        {
            request.Result = [.. request.Entries.Select(Record)];
        }
    }

    private OptInResult Record(NewOptIn entry)
    {
        var (before, after) = Rows.OptIns.Apply(entry);
        Events.AddOptIn(entry, before, after);
        return new(after, !ReferenceEquals(before, after));
    }

    private void Decide(CommitRequest request)
    {
        if (CommitDecision.Refuse(request, Rows) is { } refusal)
        {
            request.Result = refusal;
            return;
        }

        Allow(request);
    }

    private void Allow(CommitRequest request)
    {
        Allowed.Add(request);
        Events.AddCommit(request, Rows);
        Apply(request.Commit);
        request.Result = CommitDecision.Committed(request, Rows);
    }

    private void Decide(StatusMerge merge)
    {
        var row = Rows.Messages.GetValueOrDefault(merge.Key.Id);
        row = row?.Number == merge.Number ? row : null;
        merge.SetResults(row);
        if (row is not null)
        {
            Found.Add(merge);
            Events.AddStatuses(merge, row);
        }
    }

    // A status that comes in the same batch as a turn that gives up on the answer must find the message unknown, or nobody tells the conversation.
    private void Apply(ConversationCommit commit)
    {
        foreach (var change in commit.Changes)
        {
            if (Rows.Messages.TryGetValue(change.Id, out var row))
            {
                Rows.Messages[change.Id] = row with
                {
                    Rank = Math.Max(row.Rank, CommitDecision.RankOf(change)),
                    Phase = change.Phase,
                    Attempt = change.Attempt,
                };
            }
        }

        foreach (var entry in commit.OptIns)
        {
            Record(entry);
        }

        Rows.Portfolios.Use(commit);
    }
}
