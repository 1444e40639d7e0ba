using Dapper;
using Mogambo.Conversations;
using Mogambo.Messages;
using Mogambo.Storage.GroupCommit;
using Mogambo.Storage.Messages;

namespace Mogambo.Storage.Conversations;

/// <inheritdoc cref="IConversationStore"/>
internal sealed class ConversationStore(StorageQueues queues, IDatabase database) : IConversationStore
{
    private const int MaxSettled = 5_000;

    public Task<StoredConversation?> LoadAsync(ConversationId id, CancellationToken cancellationToken = default) =>
        queues.ReadAsync(new LoadRequest(id), cancellationToken);

    public Task<CommitResult> CommitAsync(ConversationCommit commit, CancellationToken cancellationToken = default) => CommitDecision.Claims(commit)
        ? ClaimAsync(commit, cancellationToken)
        : queues.WriteAsync(new CommitRequest(commit), cancellationToken);

    public Task<StatusResult> ApplyStatusAsync(StatusUpdate status, CancellationToken cancellationToken = default) =>
        queues.WriteAsync(new StatusRequest(status), cancellationToken);

    public Task<IReadOnlyList<StoredMessage>> GetMessagesAsync(
        IReadOnlyList<MessageKey> keys, CancellationToken cancellationToken = default) =>
        queues.ReadAsync(new MessagesRequest(keys), cancellationToken);

    public Task<IReadOnlyList<StoredMessage>> GetHistoryAsync(
        ConversationId id, DateTimeOffset before, int limit, CancellationToken cancellationToken = default) =>
        queues.ReadAsync(new HistoryRequest(id, before, limit), cancellationToken);

    public Task<byte[]?> GetBotContextAsync(ConversationId id, CancellationToken cancellationToken = default) =>
        queues.ReadAsync(new BotContextRequest(id), cancellationToken);

    public async Task<IReadOnlyList<ConversationId>> TakeDueAsync(
        DateTimeOffset now, TimeSpan backOff, int limit, CancellationToken cancellationToken = default)
    {
        // What a lease does not say itself: whether it was given back, or taken again until later.
        await database.RingLeasesAsync(now, cancellationToken);
        // What is looked at because something was due once is put where it is due now, without waking anybody.
        var settle = $"""
            update conversation set wakes_at = due_at
            where id in (
                select id from conversation where wakes_at <= @now and (due_at is null or due_at > @now)
                order by wakes_at limit {MaxSettled} {database.SkipLocked})
            """;
        var take = $"""
            update conversation set due_at = @next, wakes_at = @next
            where id in (select id from conversation where wakes_at <= @now and due_at <= @now order by wakes_at limit @limit {database.SkipLocked})
            returning id
            """;
        var arguments = new { now = now.ToUnixTimeMilliseconds(), next = (now + backOff).ToUnixTimeMilliseconds(), limit };
        var ids = await database.WriteAsync(
            async transaction =>
            {
                await transaction.Connection!.ExecuteAsync(new CommandDefinition(settle, arguments, transaction, cancellationToken: cancellationToken));
                return await transaction.Connection!.QueryAsync<string>(new CommandDefinition(take, arguments, transaction, cancellationToken: cancellationToken));
            },
            cancellationToken);
        return [.. ids.Select(id => ConversationId.Parse(id))];
    }

    private async Task<CommitResult> ClaimAsync(ConversationCommit commit, CancellationToken cancellationToken)
    {
        await Failpoint.HitAsync("send.before_claim");
        return await queues.WriteAsync(new CommitRequest(commit), cancellationToken);
    }
}
