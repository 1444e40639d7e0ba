using Dapper;
using Mogambo.Storage.GroupCommit;

namespace Mogambo.Storage;

/// <summary>Removes what is kept for a time only: callers' keys, users that no longer count for their portfolio, events. In small transactions.</summary>
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

    public async Task RunAsync(DateTimeOffset now, CancellationToken cancellationToken)
    {
        await RemoveAsync(Keys, now - KeyRetention, cancellationToken);
        await RemoveAsync(Users, now - BatchPortfolios.Window, cancellationToken);
        await RemoveAsync(Events, now - options.EventRetention, cancellationToken);
    }

    private async Task RemoveAsync(string sql, DateTimeOffset before, CancellationToken cancellationToken)
    {
        var arguments = new { before = before.ToUnixTimeMilliseconds(), limit = Limit };
        int removed;
        do
        {
            removed = await database.WriteAsync(
                transaction => transaction.Connection!.ExecuteAsync(
                    new CommandDefinition(sql, arguments, transaction, cancellationToken: cancellationToken)),
                cancellationToken);
        }
        while (removed == Limit);
    }
}
