using System.Collections.Concurrent;
using Mogambo.Conversations;
using Mogambo.Messages;
using Mogambo.Storage.Conversations;
using Mogambo.Storage.Messages;

namespace Mogambo.Grains.Tests.Cluster;

/// <summary>What conversations asked their store to write, and how a test makes one of them wait.</summary>
internal sealed class ObservedCommits
{
    private readonly ConcurrentQueue<ConversationCommit> _all = [];
    private readonly ConcurrentDictionary<ConversationId, HeldCommit> _held = [];

    public IReadOnlyList<ConversationCommit> Of(ConversationId conversation) => [.. _all.Where(commit => commit.Id == conversation)];

    /// <summary>The conversation's next commit waits until the test lets it go.</summary>
    public HeldCommit HoldNext(ConversationId conversation) => _held[conversation] = new();

    public Task PassAsync(ConversationCommit commit)
    {
        _all.Enqueue(commit);
        return _held.TryRemove(commit.Id, out var held) ? held.PassAsync() : Task.CompletedTask;
    }
}

/// <summary>A commit that a test holds back.</summary>
internal sealed class HeldCommit
{
    private readonly TaskCompletionSource _arrived = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly TaskCompletionSource _released = new(TaskCreationOptions.RunContinuationsAsynchronously);

    public Task Arrived => _arrived.Task;

    public void Release() => _released.SetResult();

    public void Fail(Exception exception) => _released.SetException(exception);

    public Task PassAsync()
    {
        _arrived.SetResult();
        return _released.Task;
    }
}

/// <summary>The real store, watched.</summary>
internal sealed class ObservedStore(IConversationStore store, ObservedCommits commits) : IConversationStore
{
    public Task<StoredConversation?> LoadAsync(ConversationId id, CancellationToken cancellationToken = default) =>
        store.LoadAsync(id, cancellationToken);

    public async Task<CommitResult> CommitAsync(ConversationCommit commit, CancellationToken cancellationToken = default)
    {
        await commits.PassAsync(commit);
        return await store.CommitAsync(commit, cancellationToken);
    }

    public Task<IReadOnlyList<StatusResult>> ApplyStatusesAsync(IReadOnlyList<StatusUpdate> statuses, CancellationToken cancellationToken = default) =>
        store.ApplyStatusesAsync(statuses, cancellationToken);

    public Task<IReadOnlyList<StoredMessage>> GetMessagesAsync(
        IReadOnlyList<MessageKey> keys, CancellationToken cancellationToken = default) => store.GetMessagesAsync(keys, cancellationToken);

    public Task<IReadOnlyList<StoredMessage>> GetHistoryAsync(
        ConversationId id, DateTimeOffset before, int limit, CancellationToken cancellationToken = default) =>
        store.GetHistoryAsync(id, before, limit, cancellationToken);

    public Task<byte[]?> GetBotContextAsync(ConversationId id, CancellationToken cancellationToken = default) =>
        store.GetBotContextAsync(id, cancellationToken);

    public Task<IReadOnlyList<ConversationId>> TakeDueAsync(
        DateTimeOffset now, TimeSpan backOff, int limit, CancellationToken cancellationToken = default) =>
        store.TakeDueAsync(now, backOff, limit, cancellationToken);

    public Task BringForwardAsync(Mogambo.Accounts.PhoneNumberId number, DateTimeOffset now, TimeSpan within, CancellationToken cancellationToken = default) =>
        store.BringForwardAsync(number, now, within, cancellationToken);
}
