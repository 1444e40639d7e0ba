using System.Globalization;
using Dapper;
using Mogambo.Accounts;
using Mogambo.Storage.GroupCommit;

namespace Mogambo.Storage.Events;

/// <inheritdoc cref="IEvents"/>
/// <remarks>
/// A transaction that stays open holds the feed back, on the whole server: nothing after its beginning is read until it ends.
/// </remarks>
internal sealed class EventStore(StorageQueues queues, IDatabase database) : IEvents
{
    private const string Select = $"""
        select {StoredEventRow.Columns} from event e left join message m on m.id = e.message_id and m.at = e.message_at
        """;

    public Task<IReadOnlyList<StoredEvent>> ReadAsync(
        AccountId account, EventCursor after, int limit, CancellationToken cancellationToken = default)
    {
        var sql = $"""
            {Select}
            where e.account = @account and (e.xid, e.id) > (@transaction, @number) {database.SettledEvents}
            order by e.xid, e.id limit @limit
            """;
        return QueryAsync(sql, new { account = account.Value, transaction = after.Transaction, number = after.Number, limit }, cancellationToken);
    }

    public async Task<IReadOnlyList<StoredEvent>> GetAsync(
        AccountId account, IReadOnlyList<EventCursor> cursors, CancellationToken cancellationToken = default)
    {
        if (cursors.Count == 0)
        {
            return [];
        }

        // Numbers of ours: they stand in the text as such.
        var keys = string.Join(", ", cursors.Distinct().Select(cursor =>
            string.Create(CultureInfo.InvariantCulture, $"({cursor.Transaction}, {cursor.Number})")));
        var sql = $"{Select} where e.account = @account and (e.xid, e.id) in (values {keys}) order by e.xid, e.id";
        return await QueryAsync(sql, new { account = account.Value }, cancellationToken);
    }

    public Task<EventCursor> EndAsync(AccountId account, CancellationToken cancellationToken = default) =>
        CursorAsync(database.EndOfEvents, new { }, cancellationToken);

    public async Task<EventCursor> FindAsync(AccountId account, DateTimeOffset since, CancellationToken cancellationToken = default)
    {
        const string Sql = """
            select e.xid, e.id - 1 from event e where e.account = @account and e.recorded_at >= @since order by e.xid, e.id limit 1
            """;
        // Asked first: what is committed between the two questions must not be passed by.
        var end = await EndAsync(account, cancellationToken);
        var first = await FirstAsync(Sql, new { account = account.Value, since = since.ToUnixTimeMilliseconds() }, cancellationToken);
        return first is { } found && found < end ? found : end;
    }

    public async Task AddAsync(IReadOnlyList<NewEvent> events, CancellationToken cancellationToken = default)
    {
        if (events.Count > 0)
        {
            await queues.WriteAsync(new AddEventsRequest(events), cancellationToken);
        }
    }

    private async Task<EventCursor> CursorAsync(string sql, object arguments, CancellationToken cancellationToken) =>
        await FirstAsync(sql, arguments, cancellationToken) ?? EventCursor.Start;

    private Task<EventCursor?> FirstAsync(string sql, object arguments, CancellationToken cancellationToken) => database.ReadAsync<EventCursor?>(
        async connection =>
        {
            await using var reader = await connection.ExecuteReaderAsync(
                new CommandDefinition(sql, arguments, cancellationToken: cancellationToken));
            return await reader.ReadAsync(cancellationToken) ? new EventCursor(reader.GetInt64(0), reader.GetInt64(1)) : null;
        },
        cancellationToken);

    private Task<IReadOnlyList<StoredEvent>> QueryAsync(string sql, object arguments, CancellationToken cancellationToken) =>
        database.ReadAsync<IReadOnlyList<StoredEvent>>(
            async connection =>
            {
                var rows = await connection.QueryAsync<StoredEventRow>(
                    new CommandDefinition(sql, arguments, cancellationToken: cancellationToken));
                return [.. rows.Select(row => row.ToEvent())];
            },
            cancellationToken);
}
