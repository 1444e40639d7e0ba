namespace Mogambo.Storage.Clock;

/// <summary>
/// The time of the database: its time at the last sample plus the monotonic time since. A machine whose clock is wrong, or steps, opens
/// and closes no window wrongly, and all processes agree. Before the first sample it is the machine's time.
/// </summary>
public sealed class StorageClock : TimeProvider
{
    private volatile Sample _sample = new(System.GetUtcNow(), System.GetTimestamp());

    public override DateTimeOffset GetUtcNow()
    {
        var sample = _sample;
        return sample.Time + System.GetElapsedTime(sample.Timestamp);
    }

    /// <summary>Takes over the database's time as it was half-way between asking and the answer.</summary>
    internal async Task SampleAsync(Func<CancellationToken, Task<DateTimeOffset>> readTimeAsync, CancellationToken cancellationToken)
    {
        var asked = System.GetTimestamp();
        var time = await readTimeAsync(cancellationToken);
        var answered = System.GetTimestamp();
        _sample = new(time, asked + ((answered - asked) / 2));
    }

    private sealed record Sample(DateTimeOffset Time, long Timestamp);
}
