using System.Diagnostics;
using Mogambo.Bench.Load;
using Mogambo.Bench.Machine;

namespace Mogambo.Bench.Scenarios.Questions;

/// <summary>Half the highest rate for long, in thirds: whether memory and latency stay.</summary>
internal sealed class Soak : IQuestion
{
    private static readonly TimeSpan s_settling = TimeSpan.FromMinutes(10);

    /// <summary>Until the disk has forgotten what was prepared.</summary>
    private static readonly TimeSpan s_before = TimeSpan.FromMinutes(2);

    public string Name => "soak";

    public async Task<IReadOnlyList<Finding>> AnswerAsync(Rig rig, BenchTimes times)
    {
        await rig.PrepareForLongAsync();

        // So many that none is written to more often than every six seconds, for as long as it lasts.
        await using var session = await Session.StartAsync(rig, SubjectKind.Product, new(), users: 60_000);
        await session.WriteAsync(connections: 128, times.WarmUp);
        var rate = (await session.WriteAsync(connections: 128, times.Load)).Rate / 2;

        await session.Control.StartAsync(statuses: 0);
        var settled = await session.Writing.OpenAsync(connections: 128, rate, s_before);
        var log = await session.Subject.Postgres!.ReadAsync();
        var started = Stopwatch.GetTimestamp();
        var samples = new List<(double Minutes, double Heap, double Resident)>();
        using var ended = new CancellationTokenSource();
        var sampling = SampleAsync(session, started, samples, ended.Token);
        var thirds = new List<LoadResult>();
        for (var third = 0; third < 3; third++)
        {
            thirds.Add(await session.Writing.OpenAsync(connections: 128, rate, times.Soak / 3));
        }

        await ended.CancelAsync();
        await sampling;
        var logged = (await session.Subject.Postgres!.ReadAsync()).Wal - log.Wal;
        var sent = thirds.Sum(third => third.Accepted);
        var accepted = settled.Accepted + sent;
        var stats = await session.Control.DrainedAsync(accepted, 0);
        var after = samples.Where(sample => sample.Minutes > Math.Min(s_settling.TotalMinutes, times.Soak.TotalMinutes / 3)).ToList();

        return
        [
            new(Name, "minutes", times.Soak.TotalMinutes, "min"),
            new(Name, "webhooks a second", rate, "/s"),
            new(Name, "slope of the heap after ten minutes", Slope(after.Select(sample => (sample.Minutes, sample.Heap))), "MB/min", "at most 0.5"),
            new(Name, "slope of the resident memory", Slope(after.Select(sample => (sample.Minutes, sample.Resident))), "MB/min"),
            new(Name, "heap at the end", samples[^1].Heap, "MB"),
            new(Name, "resident at the end", samples[^1].Resident, "MB"),
            new(Name, "log of a turn", logged / (double)sent, "bytes"),
            new(Name, "p99 of the first third", thirds[0].Percentile(99), "ms"),
            new(Name, "p99 of the second third", thirds[1].Percentile(99), "ms"),
            new(Name, "p99 of the last third, of the first", thirds[2].Percentile(99) / thirds[0].Percentile(99), "", "at most 1.2"),
            new(Name, "refused", thirds.Sum(third => third.Refused), "", Finding.None),
            new(Name, "lost, doubled, misdirected, out of order", stats.Wrong(accepted), "", Finding.None),
        ];
    }

    private static async Task SampleAsync(Session session, long started, List<(double, double, double)> samples, CancellationToken ended)
    {
        using var timer = new PeriodicTimer(TimeSpan.FromSeconds(10));
        do
        {
            var heap = await session.Subject.Processes[0].HeapBytesAsync();
            samples.Add((Stopwatch.GetElapsedTime(started).TotalMinutes, heap / 1e6, session.Subject.ResidentBytes / 1e6));
        }
        while (!ended.IsCancellationRequested && await NextAsync(timer, ended));
    }

    private static async Task<bool> NextAsync(PeriodicTimer timer, CancellationToken ended)
    {
        try
        {
            return await timer.WaitForNextTickAsync(ended);
        }
        catch (OperationCanceledException)
        {
            return false;
        }
    }

    /// <summary>Of the line that fits best.</summary>
    private static double Slope(IEnumerable<(double Minutes, double Megabytes)> of)
    {
        List<(double Minutes, double Megabytes)> samples = [.. of];
        if (samples.Count < 2)
        {
            return double.NaN;
        }

        var (x, y) = (samples.Average(sample => sample.Minutes), samples.Average(sample => sample.Megabytes));
        return samples.Sum(sample => (sample.Minutes - x) * (sample.Megabytes - y)) / samples.Sum(sample => (sample.Minutes - x) * (sample.Minutes - x));
    }
}
