using System.Diagnostics;
using Mogambo.Bench.Machine;

namespace Mogambo.Bench.Scenarios.Questions;

/// <summary>One subscriber that takes every event: how fast they come to it while users write and are answered.</summary>
internal sealed class EventDelivery : IQuestion
{
    public string Name => "events";

    public async Task<IReadOnlyList<Finding>> AnswerAsync(Rig rig, BenchTimes times)
    {
        await using var session = await Session.StartAsync(rig, SubjectKind.Product, new() { HasSubscriber = true }, users: 20_000);
        await session.WriteAsync(connections: 128, times.WarmUp);
        await UntilDeliveredAsync(session);

        await session.Control.StartAsync(statuses: 0);
        var started = Stopwatch.GetTimestamp();
        var before = await CountAsync(session);
        var result = await session.Writing.ClosedAsync(connections: 128, times.Load);
        var atOnce = (await session.Control.StatsAsync()).Events;
        await session.Control.DrainedAsync(result.Accepted, 0);
        await UntilDeliveredAsync(session);
        var took = Stopwatch.GetElapsedTime(started);
        var made = await CountAsync(session) - before;
        var delivered = (await session.Control.StatsAsync()).Events;

        return
        [
            new(Name, "turns a second beside it", result.Rate, "/s"),
            new(Name, "events delivered a second while users wrote", atOnce / result.Duration.TotalSeconds, "/s"),
            new(Name, "events delivered a second until the last", delivered / took.TotalSeconds, "/s"),
            new(Name, "events missing", Math.Max(0, made - delivered), "", Finding.None),
        ];
    }

    private static Task<long> CountAsync(Session session) => session.Subject.Postgres!.CountAsync("select count(*) from event");

    /// <summary>Returns once nothing has come for two seconds.</summary>
    private static async Task UntilDeliveredAsync(Session session)
    {
        long last = -1, now;
        while ((now = (await session.Control.StatsAsync()).Events) != last)
        {
            last = now;
            await Task.Delay(TimeSpan.FromSeconds(2));
        }
    }
}
