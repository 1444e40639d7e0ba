using Dapper;

namespace Mogambo.Storage.Turns;

/// <inheritdoc cref="IWorkTurns"/>
internal sealed class WorkTurns(IDatabase database) : IWorkTurns
{
    // A time to come was written by a clock that was wrong, and must not keep everybody waiting for it.
    private const string Take = """
        insert into work_turn (name, taken_at) values (@name, @now)
        on conflict (name) do update set taken_at = excluded.taken_at where work_turn.taken_at <= @before or work_turn.taken_at > @now
        """;

    public async Task<bool> TryTakeAsync(string name, DateTimeOffset now, TimeSpan atMostEvery, CancellationToken cancellationToken = default)
    {
        var arguments = new { name, now = now.ToUnixTimeMilliseconds(), before = (now - atMostEvery).ToUnixTimeMilliseconds() };
        return await database.WriteAsync(
            transaction => transaction.Connection!.ExecuteAsync(new CommandDefinition(Take, arguments, transaction, cancellationToken: cancellationToken)),
            cancellationToken) == 1;
    }
}
