using System.Diagnostics;
using Mogambo.Bench.Load;
using Mogambo.Bench.Machine;
using Mogambo.Bench.Report;

namespace Mogambo.Bench.Scenarios.Questions;

/// <summary>From the start of a process to the first webhook that is answered 200, so on disk; on a database that it has used before.</summary>
internal sealed class StartTime : IQuestion
{
    public string Name => "start";

    public async Task<IReadOnlyList<Finding>> AnswerAsync(Rig rig, BenchTimes times)
    {
        await using var session = await Session.StartAsync(rig, SubjectKind.Product, new(), users: 100);
        await session.WriteAsync(connections: 8, TimeSpan.FromSeconds(2));
        var took = new List<double>();
        for (var i = 0; i < times.Repeat; i++)
        {
            await session.Subject.Processes[0].KillAsync();
            var started = Stopwatch.GetTimestamp();
            session.Subject.Processes[0].Launch();
            using var connection = new HttpConnection(session.Target.Server);
            var buffer = new byte[4096];
            var length = new WebhookRequests(session.Target, session.Users).Write(i, buffer);
            while (await connection.ExchangeAsync(buffer.AsMemory(0, length)) != 200)
            {
                await Task.Delay(5);
            }

            took.Add(Stopwatch.GetElapsedTime(started).TotalSeconds);
        }

        return [new(Name, "start to the first durable 200, median", Median.Of(took), "s", "at most 3 s, aim 1.2 s")];
    }
}
