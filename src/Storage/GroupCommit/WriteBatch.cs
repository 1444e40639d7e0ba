using Mogambo.Storage.Conversations;
using Mogambo.Storage.Events;
using Mogambo.Storage.Idempotency;
using Mogambo.Storage.Messages;
using Mogambo.Storage.OptIns;
using Mogambo.Storage.Templates;

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
        Publications = [.. requests.OfType<PublishTemplateRequest>()];
        TemplateRemovals = [.. requests.OfType<RemoveTemplateRequest>()];
        OptInRecords = [.. requests.OfType<RecordOptInsRequest>()];
        NewEvents = [.. requests.OfType<AddEventsRequest>().SelectMany(add => add.Events)];
        List<ConversationCommit> withTemplates = [.. AllCommits.Where(commit => ClaimRefusal.TemplatesOf(commit).Any())];
        Templates =
        [
            .. withTemplates.SelectMany(commit => ClaimRefusal.TemplatesOf(commit), (commit, use) => new TemplateKey(commit.Account, use.Template))
                .Concat(Publications.Select(request => request.Template))
                .Concat(TemplateRemovals.Select(request => request.Template))
                .Distinct(),
        ];
        OptIns =
        [
            .. withTemplates.Select(commit => new OptInKey(commit.Account.Value, commit.Id.User.Value))
                .Concat(AllCommits.SelectMany(commit => commit.OptIns).Select(OptInKey.Of))
                .Concat(OptInRecords.SelectMany(request => request.Entries).Select(OptInKey.Of))
                .Distinct(),
        ];
    }

    public IReadOnlyList<CommitRequest> Commits { get; }

    public IReadOnlyList<StatusMerge> Statuses { get; }

    public IReadOnlyList<AddToInboxRequest> InboxAdds { get; }

    public IReadOnlyList<long> InboxRemovals { get; }

    public IReadOnlyList<DeadLetters.NewDeadLetter> DeadLetters { get; }

    public IReadOnlyList<WebhookEvents.NewWebhookEvent> Events { get; }

    public IReadOnlyList<PublishTemplateRequest> Publications { get; }

    public IReadOnlyList<RemoveTemplateRequest> TemplateRemovals { get; }

    public IReadOnlyList<RecordOptInsRequest> OptInRecords { get; }

    /// <summary>Events that come with nothing else.</summary>
    public List<NewEvent> NewEvents { get; }

    /// <summary>The templates that are read or changed.</summary>
    public IReadOnlyList<TemplateKey> Templates { get; }

    public bool ChangesTemplates => Publications.Count + TemplateRemovals.Count > 0;

    /// <summary>The accounts of which a template may let messages go that it held.</summary>
    public IReadOnlyList<string> MayRelease => [.. Publications.Where(request => request.Row.MaySend).Select(request => request.Row.Account.Value).Distinct()];

    /// <summary>The users whose opt-in is read or changed.</summary>
    public IReadOnlyList<OptInKey> OptIns { get; }

    public bool ChangesOptIns => OptInRecords.Count > 0 || AllCommits.Any(commit => commit.OptIns.Count > 0);

    /// <summary>The callers' keys that must be new.</summary>
    public IReadOnlyList<IdempotencyKey> IdempotencyKeys => [.. AllCommits.Select(commit => commit.Idempotency).OfType<IdempotencyKey>()];

    /// <summary>The commits whose user counts for a portfolio.</summary>
    public IReadOnlyList<ConversationCommit> PortfolioUses => [.. AllCommits.Where(commit => commit.Portfolio is not null)];

    private IEnumerable<ConversationCommit> AllCommits => Commits.Select(request => request.Commit);

    /// <summary>
    /// Whether the database can tell by itself, while it writes, if all of it may be written: versions, new keys, numbers that are not parked, messages
    /// that were not taken, templates that may be sent to users who opted in. What depends on portfolios must be read and decided on first, and so what
    /// changes what others depend on.
    /// </summary>
    public bool IsPlain =>
        !ChangesTemplates
        && !ChangesOptIns
        && AllCommits.All(commit => commit is { Park: null, Portfolio: null });

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

    /// <summary>The rows of messages that may be there already: users' messages, which WhatsApp repeats. Our own ids are new whenever they are made.</summary>
    public IEnumerable<MessageKey> NewInbound => Commits
        .SelectMany(request => request.Commit.NewMessages)
        .Where(message => message.Direction == MessageDirection.Inbound)
        .Select(message => message.Key);
}
