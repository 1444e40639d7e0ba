namespace Mogambo.Storage.Clock;

/// <summary>
/// The time of the database: its time at the last sample plus the monotonic time since. A machine whose clock is wrong, or steps, opens
/// and closes no window wrongly, and all processes agree. Before the first sample it is the machine's time.
/// </summary>
public sealed class StorageClock : TimeProvider
{
    // Half of how long the answer took is what a sample may be wrong by.
    private static readonly TimeSpan MaxSampleTime = TimeSpan.FromSeconds(1);

    private bool _sampled;
    private volatile Sample _sample = new(System.GetUtcNow(), System.GetTimestamp());

    public override DateTimeOffset GetUtcNow()
    {
        var sample = _sample;
        return sample.Time + System.GetElapsedTime(sample.Timestamp);
    }

    /// <summary>
    /// Takes over the database's time as it was half-way between asking and the answer; a later sample that took long is worse than the
    /// clock and is dropped. Called by one caller at a time.
    /// </summary>
    internal async Task SampleAsync(Func<CancellationToken, Task<DateTimeOffset>> readTimeAsync, CancellationToken cancellationToken)
    {
        var asked = System.GetTimestamp();
        var time = await readTimeAsync(cancellationToken);
        var answered = System.GetTimestamp();
        if (!_sampled || System.GetElapsedTime(asked, answered) <= MaxSampleTime)
        {
            _sampled = true;
            _sample = new(time, asked + ((answered - asked) / 2));
        }
    }

    private sealed record Sample(DateTimeOffset Time, long Timestamp);
}
