using System.Data.Common;
using Dapper;
using Mogambo.Accounts;
using Mogambo.Storage.Events;
using Mogambo.Subscriptions;

namespace Mogambo.Storage.Subscriptions;

/// <inheritdoc cref="ISubscriptions"/>
internal sealed class SubscriptionStore(IDatabase database) : ISubscriptions
{
    private const string Columns = SubscriptionRows.Columns;

    private const string Insert = """
        insert into subscription (
            id, account, source, url, description, events, secret, status, cursor_transaction, cursor_number, created_at)
        """;

    private const string Values = "@id, @account, @source, @url, @description, @events, @secret, @status, @transaction, @number, @createdAt";

    private static readonly string s_add = $"""
        {Insert} select {Values}
        where (select count(*) from subscription where account = @account and source = {(int)SubscriptionSource.Api}) < {Subscription.MaxPerAccount}
        """;

    private static readonly string s_configure = $"""
        {Insert} values ({Values})
        on conflict (id) do update set url = excluded.url, events = excluded.events
        """;

    private const string OfApi = "where account = @account and id = @id and source = 0";

    public Task<bool> AddAsync(Subscription subscription, CancellationToken cancellationToken = default) =>
        WriteAsync(s_add, SubscriptionRows.Parameters(subscription), cancellationToken);

    public async Task<Subscription?> FindAsync(AccountId account, SubscriptionId id, CancellationToken cancellationToken = default)
    {
        const string Sql = $"select {Columns} from subscription where account = @account and id = @id";
        return await QueryAsync(Sql, new { account = account.Value, id = new RowId(id.Value) }, cancellationToken) is [var found] ? found : null;
    }

    public Task<IReadOnlyList<Subscription>> ListAsync(AccountId account, CancellationToken cancellationToken = default)
    {
        const string Sql = $"select {Columns} from subscription where account = @account order by created_at, id";
        return QueryAsync(Sql, new { account = account.Value }, cancellationToken);
    }

    public async Task<IReadOnlyList<SubscriptionKey>> AllAsync(CancellationToken cancellationToken = default)
    {
        const string Sql = $"select {Columns} from subscription";
        var all = await QueryAsync(Sql, new { }, cancellationToken);
        return [.. all.Select(subscription => new SubscriptionKey(subscription.Account, subscription.Id, subscription.Status))];
    }

    public Task<bool> ChangeAsync(
        AccountId account, SubscriptionId id, SubscriptionChange change, CancellationToken cancellationToken = default) =>
        WriteAsync(
            $"update subscription set url = @url, description = @description, events = @events {OfApi}",
            new
            {
                account = account.Value,
                id = new RowId(id.Value),
                url = CleanText.Of(change.Url),
                description = CleanText.Of(change.Description),
                events = SubscriptionRows.Join(change.Events),
            },
            cancellationToken);

    public Task<bool> RotateAsync(
        AccountId account, SubscriptionId id, byte[] secret, DateTimeOffset previousUntil, CancellationToken cancellationToken = default) =>
        WriteAsync(
            $"update subscription set previous_secret = secret, previous_secret_until = @until, secret = @secret {OfApi}",
            new { account = account.Value, id = new RowId(id.Value), secret, until = previousUntil.ToUnixTimeMilliseconds() },
            cancellationToken);

    public Task<bool> ResumeAsync(AccountId account, SubscriptionId id, DateTimeOffset now, CancellationToken cancellationToken = default)
    {
        var arguments = new { account = account.Value, id = new RowId(id.Value), now = now.ToUnixTimeMilliseconds() };
        return database.WriteAsync(
            async transaction =>
            {
                const string Resume = "update subscription set status = 0, reason = null, failing_since = null where account = @account and id = @id";
                const string Wake = "update delivery set tries = 0, first_failed_at = null, next_at = @now where subscription = @id and state = 0 and next_at is not null";
                var isFound = await ExecuteAsync(transaction, Resume, arguments, cancellationToken) > 0;
                if (isFound)
                {
                    await ExecuteAsync(transaction, Wake, arguments, cancellationToken);
                }

                return isFound;
            },
            cancellationToken);
    }

    public Task<bool> ReplayAsync(AccountId account, SubscriptionId id, EventCursor after, CancellationToken cancellationToken = default)
    {
        const string Earlier = "(@transaction < cursor_transaction or (@transaction = cursor_transaction and @number < cursor_number))";
        return WriteAsync(
            $"""
            update subscription set
                cursor_transaction = case when {Earlier} then @transaction else cursor_transaction end,
                cursor_number = case when {Earlier} then @number else cursor_number end
            where account = @account and id = @id
            """,
            new { account = account.Value, id = new RowId(id.Value), transaction = after.Transaction, number = after.Number },
            cancellationToken);
    }

    public Task<bool> RemoveAsync(AccountId account, SubscriptionId id, CancellationToken cancellationToken = default)
    {
        var arguments = new { account = account.Value, id = new RowId(id.Value) };
        return database.WriteAsync(
            async transaction =>
            {
                var isFound = await ExecuteAsync(transaction, $"delete from subscription {OfApi}", arguments, cancellationToken) > 0;
                if (isFound)
                {
                    await ExecuteAsync(transaction, "delete from delivery where subscription = @id", arguments, cancellationToken);
                }

                return isFound;
            },
            cancellationToken);
    }

    public Task ConfigureAsync(IReadOnlyList<Subscription> configured, CancellationToken cancellationToken = default) => database.WriteAsync(
        async transaction =>
        {
            foreach (var subscription in configured)
            {
                await ExecuteAsync(transaction, s_configure, SubscriptionRows.Parameters(subscription), cancellationToken);
            }

            // Ids rather than a list in SQL: neither database takes an empty one.
            const string Known = "select id from subscription where source = 1";
            var known = await transaction.Connection!.QueryAsync<object>(
                new CommandDefinition(Known, transaction: transaction, cancellationToken: cancellationToken));
            foreach (var gone in known.Select(Id).Except(configured.Select(subscription => subscription.Id.Value)))
            {
                var arguments = new { id = new RowId(gone) };
                await ExecuteAsync(transaction, "delete from subscription where id = @id", arguments, cancellationToken);
                await ExecuteAsync(transaction, "delete from delivery where subscription = @id", arguments, cancellationToken);
            }

            return true;
        },
        cancellationToken);

    private static Guid Id(object row) => RowId.GuidOf(((IDictionary<string, object>)row)["id"]);

    private Task<bool> WriteAsync(string sql, object arguments, CancellationToken cancellationToken) => database.WriteAsync(
        async transaction => await ExecuteAsync(transaction, sql, arguments, cancellationToken) > 0, cancellationToken);

    private static Task<int> ExecuteAsync(DbTransaction transaction, string sql, object arguments, CancellationToken cancellationToken) =>
        transaction.Connection!.ExecuteAsync(new CommandDefinition(sql, arguments, transaction, cancellationToken: cancellationToken));

    private Task<IReadOnlyList<Subscription>> QueryAsync(string sql, object arguments, CancellationToken cancellationToken) =>
        database.ReadAsync<IReadOnlyList<Subscription>>(
            async connection =>
            {
                await using var reader = await connection.ExecuteReaderAsync(
                    new CommandDefinition(sql, arguments, cancellationToken: cancellationToken));
                var found = new List<Subscription>();
                while (await reader.ReadAsync(cancellationToken))
                {
                    found.Add(SubscriptionRows.Read(reader));
                }

                return found;
            },
            cancellationToken);
}
