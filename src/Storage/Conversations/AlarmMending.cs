using Dapper;

namespace Mogambo.Storage.Conversations;

/// <summary>
/// Finds alarms that a process of the version before has set: it knows nothing of <c>wakes_at</c>, and nobody would look at them. In a rolling upgrade the
/// last old process may end minutes after the last new one has started, so each process looks more than once.
/// </summary>
internal sealed class AlarmMending(IDatabase database)
{
    // The leases of this moment are rung by it too: one alarm too many finds nothing due.
    private readonly string _sql = $"""
        update conversation set wakes_at = due_at
        where id in (select id from conversation where due_at is not null and (wakes_at is null or wakes_at > due_at) order by id {database.Lock})
        """;

    private static readonly TimeSpan s_timeout = TimeSpan.FromMinutes(10);

    /// <summary>When to look, each counted from the look before.</summary>
    public static readonly IReadOnlyList<TimeSpan> Pauses = [TimeSpan.FromSeconds(5), TimeSpan.FromMinutes(1), TimeSpan.FromMinutes(5)];

    /// <summary>Looks at every conversation. How many alarms were mended.</summary>
    public Task<int> RunAsync(CancellationToken cancellationToken) => database.WriteAsync(
        async transaction =>
        {
            await database.AllowLongAsync(transaction, cancellationToken);
            return await transaction.Connection!.ExecuteAsync(
                new CommandDefinition(_sql, transaction: transaction, commandTimeout: (int)s_timeout.TotalSeconds, cancellationToken: cancellationToken));
        },
        cancellationToken);
}
