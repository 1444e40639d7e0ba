using System.Data.Common;
using Dapper;
using Mogambo.Accounts;
using Mogambo.Storage.Events;
using Mogambo.Subscriptions;

namespace Mogambo.Storage.Subscriptions;

/// <inheritdoc cref="IDeliveries"/>
internal sealed class DeliveryStore(IDatabase database) : IDeliveries
{
    public Task<bool> TakeOverAsync(SubscriptionId subscription, Guid owner, CancellationToken cancellationToken = default) =>
        database.WriteAsync(
            async transaction => await transaction.Connection!.ExecuteAsync(new CommandDefinition(
                "update subscription set owner = @owner where id = @id",
                new { id = new RowId(subscription.Value), owner = new RowId(owner) },
                transaction,
                cancellationToken: cancellationToken)) > 0,
            cancellationToken);

    public Task<DueDeliveries?> ReadDueAsync(
        SubscriptionId subscription, DateTimeOffset now, int maxSubjects, int maxEach, CancellationToken cancellationToken = default)
    {
        var arguments = new { id = new RowId(subscription.Value), now = now.ToUnixTimeMilliseconds(), maxSubjects, maxEach };
        return database.ReadAsync(
            async connection =>
            {
                const string Find = $"select {SubscriptionRows.Columns} from subscription where id = @id";
                var found = await ReadAsync(connection, Find, arguments, SubscriptionRows.Read, cancellationToken);
                return found is [var one]
                    ? new DueDeliveries(one, await ReadAsync(connection, DeliverySql.Due, arguments, SubscriptionRows.ReadDelivery, cancellationToken))
                    : null;
            },
            cancellationToken);
    }

    public Task<IReadOnlySet<string>> FindWaitingAsync(
        SubscriptionId subscription, IReadOnlyCollection<string> subjects, CancellationToken cancellationToken = default)
    {
        // Dapper's own lists are arrays on PostgreSQL and lists on SQLite, with a syntax each; names fit both.
        var arguments = new DynamicParameters(new { id = new RowId(subscription.Value) });
        foreach (var (n, subject) in subjects.Index())
        {
            arguments.Add($"subject{n}", CleanText.Of(subject));
        }

        var names = string.Join(", ", subjects.Index().Select(subject => $"@subject{subject.Index}"));
        var sql = $"select distinct subject from delivery where subscription = @id and state = 0 and subject in ({names})";
        return subjects.Count == 0
            ? Task.FromResult<IReadOnlySet<string>>(new HashSet<string>())
            : database.ReadAsync<IReadOnlySet<string>>(
                async connection => new HashSet<string>(
                    await connection.QueryAsync<string>(new CommandDefinition(sql, arguments, cancellationToken: cancellationToken))),
                cancellationToken);
    }

    public Task<int> CountWaitingAsync(SubscriptionId subscription, int max, CancellationToken cancellationToken = default) =>
        database.ReadAsync(
            connection => connection.ExecuteScalarAsync<int>(new CommandDefinition(
                "select count(*) from (select 1 from delivery where subscription = @id and state = 0 limit @max) as waiting",
                new { id = new RowId(subscription.Value), max },
                cancellationToken: cancellationToken)),
            cancellationToken);

    public Task<bool> CommitAsync(DeliveryCommit commit, CancellationToken cancellationToken = default) => database.WriteAsync(
        async transaction =>
        {
            if (await ExecuteAsync(transaction, DeliverySql.Advance, Advance(commit), cancellationToken) == 0)
            {
                return false;
            }

            foreach (var delivery in commit.Tried)
            {
                await ExecuteAsync(transaction, DeliverySql.Put, SubscriptionRows.Parameters(commit.Subscription, delivery), cancellationToken);
            }

            foreach (var delivery in commit.Waiting)
            {
                await ExecuteAsync(transaction, DeliverySql.PutWaiting, SubscriptionRows.Parameters(commit.Subscription, delivery), cancellationToken);
            }

            foreach (var subject in commit.Woken)
            {
                var arguments = new { id = new RowId(commit.Subscription.Value), subject = CleanText.Of(subject), at = commit.At.ToUnixTimeMilliseconds() };
                await ExecuteAsync(transaction, DeliverySql.WakeFirst, arguments, cancellationToken);
            }

            return true;
        },
        cancellationToken);

    public Task<IReadOnlyList<Delivery>> ListAsync(
        SubscriptionId subscription, int limit, EventCursor? before = null, CancellationToken cancellationToken = default)
    {
        var sql = $"""
            select {SubscriptionRows.DeliveryColumns} from delivery where subscription = @id
            {(before is null ? "" : "and (event_transaction, event_number) < (@transaction, @number)")}
            order by event_transaction desc, event_number desc limit @limit
            """;
        var arguments = new
        {
            id = new RowId(subscription.Value),
            transaction = before?.Transaction ?? 0,
            number = before?.Number ?? 0,
            limit,
        };
        return database.ReadAsync<IReadOnlyList<Delivery>>(
            async connection => await ReadAsync(connection, sql, arguments, SubscriptionRows.ReadDelivery, cancellationToken), cancellationToken);
    }

    public Task<bool> RedeliverAsync(
        AccountId account, SubscriptionId subscription, StoredEvent @event, DateTimeOffset now, CancellationToken cancellationToken = default)
    {
        var again = new Delivery(@event.Cursor, @event.Subject, @event.Type) { NextAt = now };
        return database.WriteAsync(
            async transaction =>
            {
                var isThere = await transaction.Connection!.ExecuteScalarAsync<long>(new CommandDefinition(
                    "select count(*) from subscription where account = @account and id = @id",
                    new { account = account.Value, id = new RowId(subscription.Value) },
                    transaction,
                    cancellationToken: cancellationToken)) > 0;
                if (isThere)
                {
                    await ExecuteAsync(transaction, DeliverySql.PutWaiting, SubscriptionRows.Parameters(subscription, again), cancellationToken);
                }

                return isThere;
            },
            cancellationToken);
    }

    public Task ForgetAsync(SubscriptionId subscription, int keep, CancellationToken cancellationToken = default) => database.WriteAsync(
        transaction => ExecuteAsync(transaction, DeliverySql.Forget, new { id = new RowId(subscription.Value), keep }, cancellationToken),
        cancellationToken);

    private static object Advance(DeliveryCommit commit) => new
    {
        id = new RowId(commit.Subscription.Value),
        owner = new RowId(commit.Owner),
        fromTransaction = commit.From.Transaction,
        fromNumber = commit.From.Number,
        toTransaction = commit.To.Transaction,
        toNumber = commit.To.Number,
        failingSince = commit.FailingSince?.ToUnixTimeMilliseconds(),
        stopped = (int)(commit.Stopped ?? SubscriptionStatus.Active),
        reason = CleanText.Of(commit.Reason),
    };

    private static Task<int> ExecuteAsync(DbTransaction transaction, string sql, object arguments, CancellationToken cancellationToken) =>
        transaction.Connection!.ExecuteAsync(new CommandDefinition(sql, arguments, transaction, cancellationToken: cancellationToken));

    private static async Task<List<T>> ReadAsync<T>(
        DbConnection connection, string sql, object arguments, Func<DbDataReader, T> read, CancellationToken cancellationToken)
    {
        await using var reader = await connection.ExecuteReaderAsync(new CommandDefinition(sql, arguments, cancellationToken: cancellationToken));
        var found = new List<T>();
        while (await reader.ReadAsync(cancellationToken))
        {
            found.Add(read(reader));
        }

        return found;
    }
}
