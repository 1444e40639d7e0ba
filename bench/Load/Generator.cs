using System.Diagnostics;
using HdrHistogram;

namespace Mogambo.Bench.Load;

/// <summary>Posts requests over many connections at once.</summary>
internal sealed class Generator(Target target, Requests requests)
{
    private const int MaxRequest = 4 * 1024;
    private const long Second = 1_000_000;

    private long _next;

    /// <summary>How many requests were made so far, warm-up included.</summary>
    public long Made => Interlocked.Read(ref _next);

    /// <summary>Every connection sends its next request as soon as its last was answered.</summary>
    public Task<LoadResult> ClosedAsync(int connections, TimeSpan duration) => RunAsync(connections, duration, due: null);

    /// <summary>The same until so many requests were sent.</summary>
    public Task<LoadResult> ClosedAsync(int connections, long requests) => RunAsync(connections, TimeSpan.FromHours(1), due: null, requests);

    /// <summary>
    /// Requests are due at a fixed rate whether or not earlier ones were answered, and latency counts from when they were due: one slow answer is not
    /// hidden by the requests that it held up.
    /// </summary>
    public Task<LoadResult> OpenAsync(int connections, double perSecond, TimeSpan duration) =>
        RunAsync(connections, duration, n => (long)(n * Stopwatch.Frequency / perSecond));

    private async Task<LoadResult> RunAsync(int connections, TimeSpan duration, Func<long, long>? due, long most = long.MaxValue / 2)
    {
        var first = Made;
        var started = Stopwatch.GetTimestamp();
        var end = started + (long)(duration.TotalSeconds * Stopwatch.Frequency);
        var tallies = await Task.WhenAll(Enumerable.Range(0, connections).Select(_ => Task.Run(() => ConnectionAsync(first, first + most, started, end, due))));
        var took = Stopwatch.GetElapsedTime(started);

        var latency = NewHistogram();
        foreach (var tally in tallies)
        {
            latency.Add(tally.Latency);
        }

        return new(latency, tallies.Sum(tally => tally.Accepted), tallies.Sum(tally => tally.Refused), tallies.Sum(tally => tally.Over1Second), took);
    }

    private async Task<Tally> ConnectionAsync(long first, long last, long started, long end, Func<long, long>? due)
    {
        var tally = new Tally();
        var buffer = new byte[MaxRequest];
        using var connection = new HttpConnection(target.Server);
        while (true)
        {
            var from = Stopwatch.GetTimestamp();
            if (due is null && from >= end)
            {
                return tally;
            }

            var n = Interlocked.Increment(ref _next) - 1;
            if (n >= last)
            {
                Interlocked.Decrement(ref _next);
                return tally;
            }

            // What is due before the end is sent, however late: a stall at the end counts like any other.
            if (due is not null)
            {
                from = started + due(n - first);
                if (from >= end)
                {
                    return tally;
                }

                await UntilAsync(from);
            }

            var length = requests(n, buffer);
            var status = await connection.ExchangeAsync(buffer.AsMemory(0, length));
            tally.Count(status, Stopwatch.GetElapsedTime(from));
        }
    }

    // A timer's slack of a millisecond or two counts as latency; spinning until the very moment would take the processor from what is measured.
    private static async ValueTask UntilAsync(long timestamp)
    {
        for (long left; (left = timestamp - Stopwatch.GetTimestamp()) > 0;)
        {
            await Task.Delay((int)Math.Max(1, left * 1000 / Stopwatch.Frequency));
        }
    }

    private static LongHistogram NewHistogram() => new(60 * Second, numberOfSignificantValueDigits: 3);

    private sealed class Tally
    {
        public LongHistogram Latency { get; } = NewHistogram();

        public long Accepted { get; private set; }

        public long Refused { get; private set; }

        public long Over1Second { get; private set; }

        public void Count(int status, TimeSpan took)
        {
            if (status is < 200 or > 299)
            {
                Refused++;
                return;
            }

            Accepted++;
            var microseconds = Math.Clamp((long)took.TotalMicroseconds, 1, 60 * Second);
            Latency.RecordValue(microseconds);
            Over1Second += microseconds > Second ? 1 : 0;
        }
    }
}
