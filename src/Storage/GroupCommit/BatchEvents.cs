using Mogambo.Accounts;
using Mogambo.Messages;
using Mogambo.Storage.Events;
using Mogambo.Storage.Messages;
using Mogambo.Storage.OptIns;

namespace Mogambo.Storage.GroupCommit;

/// <summary>
/// The events that a batch is worth, of accounts whose feed is kept. A message's event only names the message: what it says is read when
/// it is told.
/// </summary>
internal sealed class BatchEvents(EventFeeds feeds, DateTimeOffset now)
{
    private readonly HashSet<PhoneNumberId> _parked = [];

    public List<EventRow> Rows { get; } = [];

    public void Add(NewEvent item)
    {
        if (feeds.IsKept(item.Account))
        {
            Rows.Add(EventRow.Of(item, now));
        }
    }

    public void AddOptIn(NewOptIn entry, OptInState before, OptInState after)
    {
        if (feeds.IsKept(entry.Account) && EventData.OfOptIn(entry, before, after) is { } item)
        {
            Add(item);
        }
    }

    /// <param name="rows">The rows as they are before this commit.</param>
    public void AddCommit(CommitRequest request, LockedRows rows)
    {
        var commit = request.Commit;
        if (!feeds.IsKept(commit.Account))
        {
            return;
        }

        foreach (var message in commit.NewMessages)
        {
            AddNew(request, message);
        }

        if (commit.OpensWindow)
        {
            Add(EventData.OfWindow(commit, now));
        }

        foreach (var change in commit.Changes)
        {
            AddChange(request, change, rows.Messages.GetValueOrDefault(change.Id));
        }

        if (commit.Park is { } park && !rows.Parks.ContainsKey(commit.Id.Number.Value) && _parked.Add(commit.Id.Number))
        {
            Add(EventData.OfPark(commit.Account, commit.Id.Number, park));
        }
    }

    /// <param name="row">The row as it is before these statuses.</param>
    public void AddStatuses(StatusMerge merge, MessageRow row)
    {
        if (!feeds.IsKept(row.Account))
        {
            return;
        }

        foreach (var status in merge.Moved)
        {
            AddMessage(row.Account, row.Conversation.ToString(), merge.Key, ShownStatus.WordOf(status.Status), status.At);
        }
    }

    private void AddNew(CommitRequest request, NewMessage message)
    {
        if (message is { Direction: MessageDirection.Inbound, IsStale: false })
        {
            var at = DateTimeOffset.FromUnixTimeMilliseconds(message.Key.At);
            Rows.Add(EventRow.Of(request.Commit.Account, EventType.MessageReceived, request.Conversation, message.Key, "received", at, now));
        }
        else if (message is { Direction: MessageDirection.Outbound, Phase: MessagePhase.Failed })
        {
            AddMessage(request.Commit.Account, request.Conversation, message.Key, "failed", message.CreatedAt);
        }
    }

    private void AddChange(CommitRequest request, MessageChange change, MessageRow? row)
    {
        if (row is not null && WordOf(change, row) is { } word)
        {
            AddMessage(request.Commit.Account, request.Conversation, MessageKey.OfOutbound(change.Id), word, change.At == default ? now : change.At);
        }
    }

    // What the instance said, if it moves the row; or where the message comes to stand with us, if the instance has said nothing that is shown instead.
    private static string? WordOf(MessageChange change, MessageRow row)
    {
        var rank = CommitDecision.RankOf(change);
        if (change.Status != MessageStatus.None && rank > row.Rank)
        {
            return ShownStatus.WordOf(change.Status);
        }

        var after = ShownStatus.Of(change.Phase, change.Attempt, Math.Max(rank, row.Rank));
        return change.Phase is MessagePhase.Unknown or MessagePhase.Failed or MessagePhase.Canceled or MessagePhase.Expired
            && after == ShownStatus.WordOf(change.Phase)
            && after != ShownStatus.Of(row.Phase, row.Attempt, row.Rank)
                ? after
                : null;
    }

    private void AddMessage(AccountId account, string conversation, MessageKey key, string word, DateTimeOffset at)
    {
        var type = word switch
        {
            "failed" => EventType.MessageFailed,
            "unknown" => EventType.MessageUnknown,
            _ => EventType.MessageStatus,
        };
        Rows.Add(EventRow.Of(account, type, conversation, key, word, at, now));
    }
}
