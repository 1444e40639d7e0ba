using Mogambo.Bench.Machine;

namespace Mogambo.Bench.Scenarios.Questions;

/// <summary>
/// A hundred thousand conversations: what each costs in memory while it is active and idle (against a process that did the same work for three
/// thousand users), and how fast one answers that no process has in memory.
/// </summary>
internal sealed class ActiveAndCold : IQuestion
{
    /// <summary>So many that none is written to more than 45 times.</summary>
    private const int Few = 3_000;
    private const int Many = 100_000;

    /// <summary>So many that the warm-up, which wakes cold ones too, leaves enough of them.</summary>
    private const int All = 350_000;

    private const int Cold = 50_000;

    public string Name => "conversations";

    public async Task<IReadOnlyList<Finding>> AnswerAsync(Rig rig, BenchTimes times)
    {
        long withFew;
        await using (var few = await Session.StartAsync(rig, SubjectKind.Product, new(), Few))
        {
            await AnsweredAsync(few, Many);
            withFew = few.Subject.ResidentBytes;
        }

        await using var session = await Session.StartAsync(rig, SubjectKind.Product, new(), All);
        await AnsweredAsync(session, Many);
        var withMany = session.Subject.ResidentBytes;
        await AnsweredAsync(session, All - Many);

        await session.Subject.Processes[0].KillAsync();
        await session.Subject.Processes[0].StartAgainAsync();
        await session.Control.StartAsync(statuses: 0);
        var warming = await session.Writing.ClosedAsync(connections: 32, times.WarmUp);
        var cold = await session.Writing.ClosedAsync(connections: 32, requests: Cold);
        var stats = await session.Control.DrainedAsync(warming.Accepted + cold.Accepted, 0);

        return
        [
            new(Name, "resident memory per active, idle conversation", (withMany - withFew) / (double)(Many - Few), "bytes", "at most 6,000, aim 3,000"),
            new(Name, "resident with 100,000 active", withMany / 1e6, "MB"),
            new(Name, "cold conversations, 32 at once, p50", cold.Percentile(50), "ms"),
            new(Name, "cold conversations, 32 at once, p99", cold.Percentile(99), "ms", "at most 30 ms, aim 10 ms"),
            new(Name, "cold conversations a second", cold.Rate, "/s"),
            new(Name, "conversations that were not cold", Math.Max(0, warming.Accepted + cold.Accepted - All), "", Finding.None),
            new(Name, "lost, doubled, misdirected, out of order", stats.Wrong(warming.Accepted + cold.Accepted), "", Finding.None),
        ];
    }

    private static async Task AnsweredAsync(Session session, int messages)
    {
        await session.Control.StartAsync(statuses: 0);
        var result = await session.Writing.ClosedAsync(connections: 64, requests: messages);
        await session.Control.DrainedAsync(result.Accepted, 0);
    }
}
