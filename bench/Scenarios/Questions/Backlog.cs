using System.Diagnostics;
using Mogambo.Bench.Machine;

namespace Mogambo.Bench.Scenarios.Questions;

/// <summary>The instance refuses everything while a hundred thousand messages arrive; then it is back.</summary>
internal sealed class Backlog : IQuestion
{
    private const int Messages = 100_000;

    public string Name => "backlog";

    public async Task<IReadOnlyList<Finding>> AnswerAsync(Rig rig, BenchTimes times)
    {
        await using var session = await Session.StartAsync(rig, SubjectKind.Product, new(), Messages);
        await session.WriteAsync(connections: 128, times.WarmUp);
        var (load, took) = await FullAsync(session, times);
        var highest = load / took.TotalSeconds;

        await session.Control.StartAsync(statuses: 0);
        await session.Control.SetDownAsync(isDown: true);
        var waiting = await session.Writing.ClosedAsync(connections: 128, requests: Messages);
        var before = session.Subject.ResidentBytes;
        await session.Control.SetDownAsync(isDown: false);
        var started = Stopwatch.GetTimestamp();
        var most = before;
        TimeSpan? begun = null;
        while (await SentAsync() is var sent && sent < waiting.Accepted && Stopwatch.GetElapsedTime(started) < TimeSpan.FromMinutes(10))
        {
            begun ??= sent * 10 >= waiting.Accepted ? Stopwatch.GetElapsedTime(started) : null;
            await Task.Delay(100);
            most = Math.Max(most, session.Subject.ResidentBytes);
        }

        var drained = Stopwatch.GetElapsedTime(started);
        var stats = await session.Control.DrainedAsync(waiting.Accepted, 0);
        return
        [
            new(Name, "highest rate before", highest, "/s"),
            new(Name, "drained", waiting.Accepted / drained.TotalSeconds, "/s"),
            new(Name, "drained, of the highest rate", waiting.Accepted / drained.TotalSeconds / highest, "", "at least 0.8, aim 1"),
            new(Name, "until a tenth was sent", (begun ?? drained).TotalSeconds, "s"),
            new(Name, "until all were", drained.TotalSeconds, "s"),
            new(Name, "resident when the instance came back", before / 1e6, "MB"),
            new(Name, "resident at most while draining", most / 1e6, "MB", "flat"),
            new(Name, "lost, doubled, misdirected, out of order", stats.Wrong(waiting.Accepted), "", Finding.None),
        ];

        async Task<long> SentAsync() => (await session.Control.StatsAsync()).Sends;
    }

    private static async Task<(long, TimeSpan)> FullAsync(Session session, BenchTimes times)
    {
        var started = Stopwatch.GetTimestamp();
        var result = await session.WriteAsync(connections: 128, times.Load);
        return (result.Accepted, Stopwatch.GetElapsedTime(started) - InstanceControl.Settling);
    }
}
