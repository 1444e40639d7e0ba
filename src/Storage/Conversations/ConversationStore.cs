using Dapper;
using Mogambo.Accounts;
using Mogambo.Conversations;
using Mogambo.Messages;
using Mogambo.Storage.GroupCommit;
using Mogambo.Storage.Messages;

namespace Mogambo.Storage.Conversations;

/// <inheritdoc cref="IConversationStore"/>
internal sealed class ConversationStore(StorageQueues queues, IDatabase database) : IConversationStore
{
    public Task<StoredConversation?> LoadAsync(ConversationId id, CancellationToken cancellationToken = default) =>
        queues.ReadAsync(new LoadRequest(id), cancellationToken);

    public Task<CommitResult> CommitAsync(ConversationCommit commit, CancellationToken cancellationToken = default) => CommitDecision.Claims(commit)
        ? ClaimAsync(commit, cancellationToken)
        : queues.WriteAsync(new CommitRequest(commit), cancellationToken);

    public Task<IReadOnlyList<StatusResult>> ApplyStatusesAsync(IReadOnlyList<StatusUpdate> statuses, CancellationToken cancellationToken = default) =>
        queues.WriteAsync(new StatusRequest(statuses), cancellationToken);

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
        // What is looked at because something was due once is put where it is due now, and not taken. Both at once: what is due and stays
        // would be read again for each batch.
        var look = $"""
            update conversation
            set wakes_at = case when due_at <= @now then @next else due_at end, due_at = case when due_at <= @now then @next else due_at end
            where id in (select id from conversation where wakes_at <= @now order by wakes_at limit @limit {database.SkipLocked})
            returning id, due_at
            """;
        var next = (now + backOff).ToUnixTimeMilliseconds();
        var arguments = new { now = now.ToUnixTimeMilliseconds(), next, limit };
        while (true)
        {
            var looked = await database.WriteAsync(
                async transaction => (await transaction.Connection!.QueryAsync<(string Id, long? DueAt)>(
                    new CommandDefinition(look, arguments, transaction, cancellationToken: cancellationToken))).AsList(),
                cancellationToken);
            List<ConversationId> taken = [.. looked.Where(row => row.DueAt == next).Select(row => ConversationId.Parse(row.Id))];
            if (taken.Count > 0 || looked.Count < limit)
            {
                return taken;
            }
        }
    }

    public async Task BringForwardAsync(PhoneNumberId number, DateTimeOffset now, TimeSpan within, CancellationToken cancellationToken = default)
    {
        var bring = $"""
            update conversation set due_at = @now, wakes_at = @now
            where id in (
                select id from conversation
                where phone_number_id = @number and wakes_at > @from and wakes_at <= @to and due_at > @now and due_at <= @until
                order by wakes_at {database.SkipLocked})
            """;
        // What is brought forward is found at `now` from then on, so the first second has what was to be looked at already.
        long start = now.ToUnixTimeMilliseconds(), until = start + (long)within.TotalMilliseconds;
        for (long from = 0, to = start; from < until; (from, to) = (to, Math.Min(to + 1_000, until)))
        {
            var arguments = new { number = number.Value, now = start, from, to, until };
            await database.WriteAsync(
                transaction => transaction.Connection!.ExecuteAsync(new CommandDefinition(bring, arguments, transaction, cancellationToken: cancellationToken)),
                cancellationToken);
        }
    }

    private async Task<CommitResult> ClaimAsync(ConversationCommit commit, CancellationToken cancellationToken)
    {
        await Failpoint.HitAsync("send.before_claim");
        return await queues.WriteAsync(new CommitRequest(commit), cancellationToken);
    }
}
