using Npgsql;

namespace Mogambo.Faults.Run;

/// <summary>Looks every five seconds for rows that anybody may take and nobody has taken for a minute; while the cluster is healthy there must be none.</summary>
internal sealed class StrandedSampler(RunCluster cluster, Schedule schedule)
{
    /// <summary>
    /// An alarm that has rung, a delivery that is due; and, as alarms and claims move on with every try, what is tried in vain: a row that stays
    /// in the inbox, a message that nothing holds back and that does not go.
    /// </summary>
    private const string Stranded = """
        with now as (select (extract(epoch from clock_timestamp()) * 1000)::bigint - 60000 as minute_ago)
        select (select count(*) from inbox, now where created_at < minute_ago)
             + (select count(*) from conversation, now where due_at < minute_ago)
             + (select count(*) from delivery, now where state = 0 and next_at < minute_ago)
             + (select count(*) from message, now where direction = 1 and phase in (1, 4) and held_for = 0 and rank = attempt * 16 and created_at < minute_ago)
        """;

    /// <summary>Looks at a healthy cluster: fewer prove nothing.</summary>
    public const int Enough = 3;

    private readonly TaskCompletionSource _enough = new(TaskCreationOptions.RunContinuationsAsynchronously);

    public int Samples { get; private set; }

    /// <summary>Returns when it has looked at a healthy cluster often enough.</summary>
    public Task HasEnoughAsync() => _enough.Task;

    public List<string> Found { get; } = [];

    public async Task RunAsync(CancellationToken stop)
    {
        using var timer = new PeriodicTimer(TimeSpan.FromSeconds(5));
        try
        {
            while (await timer.WaitForNextTickAsync(stop))
            {
                await SampleAsync();
            }
        }
        catch (OperationCanceledException)
        {
            // The run is over.
            _enough.TrySetCanceled(stop);
        }
    }

    private async Task SampleAsync()
    {
        try
        {
            var rows = await cluster.CountAsync(Stranded);
            if (!schedule.IsHarmed)
            {
                if (++Samples == Enough)
                {
                    _enough.SetResult();
                }

                if (rows > 0)
                {
                    Found.Add($"{TimeProvider.System.GetUtcNow():HH:mm:ss} {rows} rows");
                }
            }
        }
        catch (NpgsqlException)
        {
            // The database is being harmed.
        }
    }
}
