using Dapper;
using Mogambo.Storage.GroupCommit;

namespace Mogambo.Storage;

/// <summary>
/// Removes what is kept for a time only: callers' keys, users that no longer count for their portfolio, events, changes of webhooks, dead
/// letters, messages. In small transactions, and one process at a time.
/// </summary>
internal sealed class StorageCleaning(IDatabase database, StorageOptions options)
{
    /// <summary>How often it is done.</summary>
    public static TimeSpan Every => Failpoint.IsOn("bug.short_memory") ? TimeSpan.FromSeconds(1) : TimeSpan.FromHours(1);

    // A send may be scheduled 30 days ahead, and its key is kept for at least 7 days after it is final.
    private static TimeSpan KeyRetention => Failpoint.IsOn("bug.short_memory") ? TimeSpan.FromSeconds(5) : TimeSpan.FromDays(40);

    private const int Limit = 2000;

    private const string Keys = """
        delete from idempotency where (account, endpoint, key) in
            (select account, endpoint, key from idempotency where created_at < @before limit @limit)
        """;

    private const string Users = """
        delete from portfolio_user where (portfolio, user_id) in
            (select portfolio, user_id from portfolio_user where at < @before limit @limit) and at < @before
        """;

    private const string Events = """
        delete from event where (account, xid, id) in
            (select account, xid, id from event where recorded_at < @before limit @limit)
        """;

    private const string WebhookEvents = """
        delete from webhook_event where id in (select id from webhook_event where received_at < @before limit @limit)
        """;

    private const string DeadLetters = """
        delete from dead_letter where id in (select id from dead_letter where created_at < @before limit @limit)
        """;

    public async Task RunAsync(DateTimeOffset now, CancellationToken cancellationToken)
    {
        await RemoveAsync(Keys, now - KeyRetention, cancellationToken);
        await RemoveAsync(Users, now - BatchPortfolios.Window, cancellationToken);
        await RemoveAsync(Events, now - options.EventRetention, cancellationToken);
        await RemoveAsync(WebhookEvents, now - options.WebhookEventRetention, cancellationToken);
        if (options.DeadLetterRetention > TimeSpan.Zero)
        {
            await RemoveAsync(DeadLetters, now - options.DeadLetterRetention, cancellationToken);
        }

        if (options.MessageRetention > TimeSpan.Zero)
        {
            await database.RemoveMessagesAsync(now - options.MessageRetention, cancellationToken);
        }
    }

    private async Task RemoveAsync(string sql, DateTimeOffset before, CancellationToken cancellationToken)
    {
        var arguments = new { before = before.ToUnixTimeMilliseconds(), limit = Limit };
        int removed;
        do
        {
            removed = await database.WriteAsync(
                async transaction => await database.TryCleanAloneAsync(transaction, cancellationToken)
                    ? await transaction.Connection!.ExecuteAsync(new CommandDefinition(sql, arguments, transaction, cancellationToken: cancellationToken))
                    : 0,
                cancellationToken);
        }
        while (removed == Limit);
    }
}
