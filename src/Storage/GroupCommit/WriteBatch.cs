using Mogambo.Storage.Messages;

namespace Mogambo.Storage.GroupCommit;

/// <summary>The requests of one transaction, by kind and each kind sorted by key, so that two processes lock rows in the same order.</summary>
internal sealed class WriteBatch
{
    public WriteBatch(IReadOnlyList<BatchRequest> requests)
    {
        Commits = [.. requests.OfType<CommitRequest>().OrderBy(commit => commit.Conversation, StringComparer.Ordinal)];
        Statuses = StatusMerge.Of(requests.OfType<StatusRequest>());
        InboxAdds = [.. requests.OfType<AddToInboxRequest>()];
        InboxRemovals = [.. requests.OfType<RemoveFromInboxRequest>().SelectMany(removal => removal.Ids).Distinct().Order()];
        DeadLetters = [.. requests.OfType<AddDeadLettersRequest>().SelectMany(add => add.Letters)];
        Events = [.. requests.OfType<AddWebhookEventsRequest>().SelectMany(add => add.Events)];
    }

    public IReadOnlyList<CommitRequest> Commits { get; }

    public IReadOnlyList<StatusMerge> Statuses { get; }

    public IReadOnlyList<AddToInboxRequest> InboxAdds { get; }

    public IReadOnlyList<long> InboxRemovals { get; }

    public IReadOnlyList<DeadLetters.NewDeadLetter> DeadLetters { get; }

    public IReadOnlyList<WebhookEvents.NewWebhookEvent> Events { get; }

    /// <summary>The numbers that a commit's claim or park depends on.</summary>
    public IEnumerable<string> Numbers => Commits
        .Where(request => CommitDecision.Claims(request.Commit) || request.Commit.Park is not null)
        .Select(request => request.Commit.Id.Number.Value)
        .Distinct()
        .Order(StringComparer.Ordinal);

    /// <summary>The rows of existing messages that are read or changed.</summary>
    public IEnumerable<MessageKey> ChangedMessages => Commits
        .SelectMany(request => request.Commit.Changes)
        .Select(change => MessageKey.OfOutbound(change.Id))
        .Concat(Statuses.Select(status => status.Key))
        .Distinct();

    public IEnumerable<MessageKey> NewMessages => Commits.SelectMany(request => request.Commit.NewMessages).Select(message => message.Key);
}
