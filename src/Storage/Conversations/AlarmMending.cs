using Dapper;

namespace Mogambo.Storage.Conversations;

/// <summary>
/// Finds alarms that a process of the version before has set: it knows nothing of <c>wakes_at</c>, and nobody would look at them. In a rolling upgrade the
/// last process that starts comes after the last old one, so each process looks once, soon after its start.
/// </summary>
internal sealed class AlarmMending(IDatabase database)
{
    private readonly string _sql =
        $"update conversation set wakes_at = due_at where due_at is not null and (wakes_at is null or wakes_at > due_at) {database.NotLeased}";

    /// <summary>Looks at every conversation. How many alarms were mended.</summary>
    public Task<int> RunAsync(CancellationToken cancellationToken) => database.WriteAsync(
        transaction => transaction.Connection!.ExecuteAsync(new CommandDefinition(_sql, transaction: transaction, cancellationToken: cancellationToken)),
        cancellationToken);
}
